"""What is taught: attempts at modules of e-learning, offers of training, and the seats that are asked and given."""
