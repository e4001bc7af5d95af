"""Stage 4, in a CI job: grade what was pushed, and write what the job's host reads.

`checks` says what there is to check against, `public` grades where no course is at hand, `places` finds out whose
job this is, and each host has its module. What a student wrote is data to every one of them: it cannot say
anything to GitHub's runner, to a page or to a parser.
"""
