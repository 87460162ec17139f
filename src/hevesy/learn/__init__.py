"""LEARN: how good are we, who may do what, and what did we find out?"""
