# kind: damaged
# what: an empty file: ungraded
# damage: empty
