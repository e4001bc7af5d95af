"""Stage 2, the sandbox: student code runs here, and can only claim that its answer to call N is this value.

Read `box` for the walls, `template` for boxes that are forked, `opening` for which of them it is, `seccomp` for the
system calls, `wire` for the frames, `boxes` for what a submission may use, `session` for what it goes through, and
`inside/` for all that runs in the child. `probe` tries to break out.
"""
