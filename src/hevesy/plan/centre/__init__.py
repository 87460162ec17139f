"""A centre from its volume and services: rooms, machines, staff, licences, money and the time to the first patient."""
