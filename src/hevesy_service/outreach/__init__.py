"""Patients, communities, referrers: texts and who got them, events and whom they reached, what referrers are taught."""
