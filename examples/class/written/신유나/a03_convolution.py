# kind: unfinished
# what: not started: the notebook is as it was released
