"""Stage 2, the sandbox: student code runs here, and can only claim that its answer to call N is this value.

Read `box` for the walls, `template` for boxes with Keras, `seccomp` for the system calls, `wire` for the frames,
`session` for what a submission goes through, and `inside/` for all that runs in the child. `probe` tries to break out.
"""
