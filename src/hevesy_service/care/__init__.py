"""The centre's desk: patients, their courses, gates, incidents, instruments and licences."""
