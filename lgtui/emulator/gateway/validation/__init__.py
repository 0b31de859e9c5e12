"""Request validation: what a method requires of a request's parameters, and the models that its body must fit."""
