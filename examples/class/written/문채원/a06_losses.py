# kind: damaged
# what: not JSON: a script of the student's own wrote Python's notation instead: ungraded
# damage: python_repr
