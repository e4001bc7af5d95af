# kind: damaged
# what: a screenshot with the name of a notebook: ungraded
# damage: png
