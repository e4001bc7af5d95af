"""What was found out about boxes and the wire before the first line was written, and the tests that hold each fact.

Whoever removes or renames one of these tests meets its fact here. An attack is named by `attacks/<file>:<name>`: it is
handed in by tests/test_attacks.py among honest submissions.
"""

import importlib
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WALLS, PARTS, SESSION, KERAS = "test_sandbox_walls", "test_sandbox_parts", "test_sandbox_session", "test_sandbox_keras"
LANDLOCK, LEVELS, COMPARE = "test_sandbox_landlock", "test_sandbox_levels", "test_judge_compare"

FACTS = {
    "box 1: an environment is readable in /proc/1/environ and a command line in /proc/1/cmdline": [
        f"{WALLS}::test_the_graders_environment_is_not_visible",
        f"{WALLS}::test_there_is_no_proc_of_another_process",
        f"{WALLS}::test_no_host_path_is_on_the_command_line",
        "attacks/loot:from-the-environment",
    ],
    "box 2: TensorFlow needs no /proc but a link and a line": [
        f"{KERAS}::test_a_model_comes_back_as_the_configuration_that_keras_writes",
        f"{WALLS}::test_there_is_no_proc_of_another_process",
    ],
    "box 3: /, /dev and /dev/shm are writable, and half the memory large, unless that is said": [
        f"{WALLS}::test_nothing_but_the_small_folders_can_be_written",
        f"{WALLS}::test_the_writable_folders_are_small",
        f"{WALLS}::test_of_dev_there_are_four_devices",
        "attacks/bombs:full-disk",
    ],
    "box 4: descriptors are inherited, and a file as stdout can be read and written": [
        f"{WALLS}::test_every_descriptor_is_a_pipe_or_null",
        f"{LANDLOCK}::test_every_descriptor_is_a_pipe_or_null",
        "attacks/loot:from-the-descriptors",
    ],
    "box 5: a Python prefix brings its site-packages along": [
        f"{WALLS}::test_other_packages_are_not_there",
        f"{WALLS}::test_packages_covered_in_the_prefix_are_not_there_by_path_either",
        f"{LANDLOCK}::test_packages_beside_the_standard_library_cannot_be_opened_by_path_either",
        f"{KERAS}::test_a_box_shows_just_what_keras_needs",
        "attacks/loot:from-a-package",
    ],
    "box 6: a prefix below a home of mode 0700 cannot be bound by path": [
        f"{PARTS}::test_a_folder_in_a_private_home_is_not_reachable",
        f"{PARTS}::test_staging_shows_the_folder_to_us_and_leaves_the_hosts_mounts_alone",
    ],
    "box 7: a limit on processes that is set outside makes boxes of one user starve each other": [
        f"{WALLS}::test_boxes_of_one_user_do_not_starve_each_other",
        f"{LANDLOCK}::test_threads_are_counted",
    ],
    "box 8: ptrace, flock, keyrings, shared memory, vsock and io_uring lead round namespaces": [
        f"{WALLS}::test_other_ways_out_are_closed",
        f"{WALLS}::test_no_socket_of_any_family_can_be_opened",
        f"{WALLS}::test_no_process_can_be_started",
        f"{WALLS}::test_no_program_can_be_run",
        f"{WALLS}::test_the_last_wall_keeps_prctl",
        f"{PARTS}::test_the_filter_allows_the_table_and_nothing_else",
        f"{PARTS}::test_calls_of_another_architecture_end_the_process",
        "attacks/host:shared-things",
        "attacks/host:rings-and-hooks",
    ],
    "box 9: with the namespace's first process everything ends, also when the grader is killed": [
        f"{WALLS}::test_killing_the_grader_removes_the_box",
        f"{KERAS}::test_killing_the_grader_removes_template_and_boxes",
        f"{LANDLOCK}::test_killing_the_grader_removes_the_box",
        f"{KERAS}::test_a_box_closed_in_the_middle_of_a_call_leaves_no_process",
    ],
    "box 10: addresses are counted by process, and no limit counts what the kernel keeps": [
        f"{WALLS}::test_too_much_memory_is_a_memory_error_and_the_box_lives_on",
        f"{WALLS}::test_a_fork_bomb_ends_at_its_first_fork",
        f"{KERAS}::test_a_network_of_billions_of_weights_takes_no_memory",
        f"{LEVELS}::test_memory_that_no_limit_of_a_process_counts_ends_the_box_and_not_the_machine",
    ],
    "box 11: removing a hostile tree ends in a RecursionError": [
        f"{LANDLOCK}::test_any_tree_can_be_removed",
        f"{LANDLOCK}::test_nothing_is_left_of_a_box_however_deep_it_dug",
        "attacks/bombs:deep-folders",
    ],
    "box 12: some machines forbid namespaces, and Landlock stands in": [
        f"{PARTS}::test_a_kernel_setting_in_the_way_is_named_with_its_command",
        f"{LANDLOCK}::test_where_namespaces_are_forbidden_an_ordinary_user_gets_landlock_by_itself",
        f"{LANDLOCK}::test_an_ordinary_users_own_files_are_safe_from_a_box_of_the_same_user",
        f"{LANDLOCK}::test_a_box_whose_wall_cannot_be_put_up_does_not_start",
        f"{LEVELS}::test_every_report_names_the_level",
    ],
    "wire: lengths are checked before anything is allocated": [
        f"{PARTS}::test_anything_but_one_reply_to_this_request_is_a_broken_child",
        f"{PARTS}::test_any_head_is_a_dict_or_broken",
        "attacks/wire:long-head",
        "attacks/wire:long-body",
    ],
    "wire: a reply echoes its request, and the pipe is empty before the next one": [
        f"{PARTS}::test_a_frame_that_lies_ready_before_the_question_is_refused",
        f"{PARTS}::test_a_reply_with_the_right_id_is_taken",
        "attacks/wire:another-number",
        "attacks/wire:twice",
    ],
    "wire: few kinds of values, in bounded numbers and depth": [
        f"{PARTS}::test_any_reply_is_an_outcome_or_broken",
        f"{SESSION}::test_nested_tuples_too_many_for_a_frame_are_refused_in_the_child",
        "attacks/wire:endless-digits",
        "attacks/wire:deep-value",
        "attacks/wire:object-array",
    ],
    "wire: an array's sides, type and bytes agree, and nothing comes behind": [
        f"{PARTS}::test_sizes_that_do_not_add_up_are_refused",
        f"{PARTS}::test_bytes_behind_the_answer_are_refused",
        f"{PARTS}::test_an_answer_may_be_eight_times_as_long_as_the_right_one",
        "attacks/wire:giant-dtype",
        "attacks/wire:trailing-bytes",
    ],
    "wire: one deadline for a call, not for a read": [
        f"{PARTS}::test_one_deadline_holds_for_the_whole_exchange",
        "attacks/wire:drop-by-drop",
    ],
    "wire: shapes are compared exactly, all is finite, the tolerance is ours": [
        f"{COMPARE}::test_another_shape_is_wrong_even_where_it_would_broadcast",
        f"{COMPARE}::test_a_number_that_is_not_finite_is_never_near_enough",
        f"{COMPARE}::test_the_tolerance_does_not_depend_on_what_came_back",
    ],
    "wire: the child looks at arrays as plain arrays, and at their size before their content": [
        f"{SESSION}::test_an_array_class_that_lies_is_read_as_the_array_it_is",
        f"{SESSION}::test_a_broadcast_array_of_petabytes_is_refused_by_its_size",
        "attacks/answers:a-broadcast-bomb",
    ],
    "wire: what is printed goes another way, in part and counted": [
        f"{SESSION}::test_output_is_kept_in_part_and_counted_in_whole",
        f"{PARTS}::test_what_is_printed_is_drained_while_we_wait",
        "attacks/wire:print-is-reply",
        "attacks/bombs:output-flood",
    ],
    "wire: the first input comes again at the end": [
        "test_judge_examine::test_a_function_that_answers_otherwise_the_second_time_depends_on_earlier_calls",
        "attacks/loot:by-shape",
        "attacks/loot:honest-at-first",
    ],
}


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_held_by_tests_that_exist(fact):
    missing = []
    for place in FACTS[fact]:
        if place.startswith("attacks/"):
            file, name = place.removeprefix("attacks/").split(":")
            attacks = importlib.import_module(f"tests.attacks.{file}").ATTACKS
            found = name in {attack.name for attack in attacks}
        else:
            file, name = place.split("::")
            found = re.search(rf"^def {name}\(", (HERE / f"{file}.py").read_text("utf-8"), re.M)
        missing += [] if found else [place]
    assert missing == []


def test_no_fact_is_left_out():
    numbers = [int(fact.split()[1].rstrip(":")) for fact in FACTS if fact.startswith("box")]
    assert numbers == list(range(1, 13))
    assert sum(fact.startswith("wire") for fact in FACTS) >= 8
