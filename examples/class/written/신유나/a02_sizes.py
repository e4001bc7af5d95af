# kind: unfinished
# what: not started, in English; every cell was run once
# language: en
# %% after check_zero_pad
# later
