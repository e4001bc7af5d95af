"""Stage 1: every reason for which a submission is not read, and every repair, in a sentence. One table, two languages.

Promises a sentence for any code. A reason says what was found and what to hand in instead, and blames nobody.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "ko"]

# Why a submission stays ungraded.
PROBLEMS: dict[str, tuple[str, str]] = {
    # the path
    "no_such_file": ("There is no such file.", "이 파일을 찾을 수 없어요."),
    "is_a_folder": ("This is a folder with the name of a notebook.", "노트북 이름을 가진 폴더예요."),
    "is_a_link": (
        "This is a link; only real files are read. Hand in the file itself.",
        "바로가기(링크)라서 읽지 않았어요. 파일 자체를 제출해 주세요.",
    ),
    "not_a_file": ("This is a device or a pipe, not a file.", "장치나 파이프라서 파일로 읽을 수 없어요."),
    "no_permission": ("The grader is not allowed to read this file.", "채점기에 이 파일을 읽을 권한이 없어요."),
    "cannot_open": ("The file could not be read from the disk.", "디스크에서 파일을 읽지 못했어요."),
    "too_big": (
        "The file is over 20 MB. Clear the outputs (Kernel > Restart & Clear Output) and hand it in again.",
        "파일이 20 MB를 넘어요. 출력을 지우고(Kernel > Restart & Clear Output) 다시 제출해 주세요.",
    ),
    "nothing_found": ("There is no notebook in here.", "이 안에서 노트북을 찾지 못했어요."),
    "no_notebook": ("The student's folder holds no notebook.", "학생 폴더에 노트북이 없어요."),
    "several_notebooks": (
        "There are several notebooks and none has the assignment's name. Keep one, or rename it.",
        "노트북이 여러 개인데 과제 이름과 같은 것이 없어요. 하나만 남기거나 이름을 바꿔 주세요.",
    ),
    "too_many_files": (
        "There are more files or deeper folders in here than a class can have.",
        "파일이 너무 많거나 폴더가 너무 깊어서 다 살펴보지 않았어요.",
    ),
    "unknown_assignment": (
        "Neither folder nor file is named after an assignment. Say which one it is with -a.",
        "폴더나 파일 이름으로 과제를 알 수 없어요. -a 옵션으로 과제를 알려 주세요.",
    ),
    # archives
    "bad_zip": ("The archive is damaged. Pack it again.", "압축 파일이 손상됐어요. 다시 압축해 주세요."),
    "zip_too_many_members": ("The archive holds over 5,000 files.", "압축 파일 안에 파일이 5,000개보다 많아요."),
    "zip_too_big": ("The archive unpacks to more than is read.", "압축을 풀면 읽을 수 있는 크기를 넘어요."),
    "zip_in_zip": (
        "An archive inside an archive is not opened. Unpack the outer one first.",
        "압축 파일 안의 압축 파일은 열지 않아요. 바깥쪽을 먼저 풀어 주세요.",
    ),
    "zip_unsafe_name": (
        "The file's name in the archive points out of the archive.",
        "압축 파일 안의 파일 이름이 바깥 위치를 가리켜요.",
    ),
    "zip_encrypted": (
        "The archive has a password. Pack it without one.",
        "압축 파일에 암호가 있어요. 암호 없이 압축해 주세요.",
    ),
    "zip_method": (
        "The archive uses a method that is not read. Pack it as an ordinary zip.",
        "지원하지 않는 압축 방식이에요. 일반 zip 형식으로 압축해 주세요.",
    ),
    # the bytes
    "empty": ("The file is empty.", "빈 파일이에요."),
    "not_text": ("This is no notebook: the file holds binary data.", "노트북이 아니에요. 텍스트가 아닌 데이터예요."),
    "zip_not_notebook": (
        "This is an archive with the name of a notebook. Unpack it and hand in the notebook inside.",
        "노트북 이름을 가진 압축 파일이에요. 압축을 풀어서 안의 노트북을 제출해 주세요.",
    ),
    "html_not_notebook": (
        "This is a web page of the notebook. Download the .ipynb file itself.",
        "노트북을 보여 주는 웹 페이지 파일이에요. .ipynb 파일 자체를 내려받아 제출해 주세요.",
    ),
    "wrong_encoding_cp949": (
        "The file is saved in CP949 (EUC-KR). Save it as UTF-8 and hand it in again.",
        "파일이 CP949(EUC-KR)로 저장됐어요. UTF-8로 저장해서 다시 제출해 주세요.",
    ),
    "not_utf8": ("The file is not UTF-8 text.", "UTF-8 텍스트가 아니에요."),
    "not_json": (
        "This is no notebook: it is not JSON. Open it in Jupyter, save it and hand it in again.",
        "노트북 형식(JSON)이 아니에요. Jupyter에서 열고 저장한 뒤 다시 제출해 주세요.",
    ),
    "cut_off": (
        "The notebook ends in the middle: saving or copying it stopped early. Save it and hand it in again.",
        "노트북이 중간에 끊겼어요. 다시 저장해서 제출해 주세요.",
    ),
    "merge_conflict": (
        "The notebook holds the marks of a git merge conflict (<<<<<<<). Resolve it and hand it in again.",
        "git 병합 충돌 표시(<<<<<<<)가 남아 있어요. 충돌을 해결하고 다시 제출해 주세요.",
    ),
    "not_a_notebook": (
        "The file is JSON, but not a notebook: it has no cells.",
        "JSON 파일이지만 노트북이 아니에요. 셀이 없어요.",
    ),
    "too_deep": ("The file is nested too deeply to be read.", "파일 구조가 너무 깊어서 읽을 수 없어요."),
    "too_many_cells": ("The notebook has over 2,000 cells.", "노트북의 셀이 2,000개를 넘어요."),
    "too_much_code": (
        "The notebook holds over 1.5 MB of code. Put data into a file of its own.",
        "코드가 1.5 MB를 넘어요. 데이터는 다른 파일에 넣어 주세요.",
    ),
    "too_complex": ("The code is too deep or too large to be read.", "코드가 너무 깊거나 커서 읽을 수 없어요."),
    "too_slow_to_read": ("Reading the notebook took too long.", "노트북을 읽는 데 시간이 너무 오래 걸렸어요."),
    "too_big_to_read": ("Reading the notebook took too much memory.", "노트북을 읽는 데 메모리가 너무 많이 들었어요."),
    "other_assignment": (
        "This is the notebook of another assignment.",
        "다른 과제의 노트북이에요. 이 과제의 노트북을 제출해 주세요.",
    ),
    "unreadable": ("The submission could not be read.", "제출한 파일을 읽지 못했어요."),
}

# What was odd and has been mended; the submission is graded. {name} is a grade_id.
NOTES: dict[str, tuple[str, str]] = {
    "missing": ("{name}: the cell is not in the notebook.", "{name}: 노트북에 이 셀이 없어요."),
    "emptied": ("{name}: the cell is empty.", "{name}: 셀이 비어 있어요."),
    "joined": ("{name}: the cell was split and is one again.", "{name}: 나뉜 셀을 하나로 합쳤어요."),
    "matched_by_name": (
        "{name}: found by the name of the function.",
        "{name}: 함수 이름으로 찾았어요.",
    ),
    "recovered_from_text": (
        "{name}: the cell had become text and counts as code again.",
        "{name}: 텍스트로 바뀐 셀을 다시 코드로 읽었어요.",
    ),
    "stub_left_out": (
        "{name}: an unchanged copy of the empty function was left out.",
        "{name}: 비어 있는 원래 함수의 사본은 빼고 읽었어요.",
    ),
    "check_changed": (
        "{name}: lines added to the check's cell were kept.",
        "{name}: 확인용 셀에 추가한 코드도 함께 읽었어요.",
    ),
    "setup_restored": ("A deleted setup cell was put back.", "지워진 준비 셀을 되살렸어요."),
    "reordered": ("Cells were put back into the order of the assignment.", "셀을 과제의 순서대로 되돌렸어요."),
    "odd_cell": ("Something that is no cell was skipped.", "셀이 아닌 항목은 건너뛰었어요."),
    "plain_python": ("The file is plain Python, not a notebook.", "노트북이 아니라 일반 파이썬 파일로 읽었어요."),
    "text_after_the_end": ("Text behind the end of the notebook was skipped.", "노트북 끝 뒤의 내용은 건너뛰었어요."),
    "no_answers": ("None of the assignment's functions is in here.", "과제의 함수를 하나도 찾지 못했어요."),
}


def sentence(code: str, language: Language, *, name: str = "", detail: str = "") -> str:
    """The sentence for a code of the reader, the finder or the sandbox; an unknown code gets the general one.

    >>> sentence("missing", "en", name="conv2d")
    'conv2d: the cell is not in the notebook.'
    >>> sentence("not_json", "ko", detail="line 3, column 7")
    '노트북 형식(JSON)이 아니에요. Jupyter에서 열고 저장한 뒤 다시 제출해 주세요. (line 3, column 7)'
    """
    english, korean = NOTES.get(code) or PROBLEMS.get(code) or PROBLEMS["unreadable"]
    text = (korean if language == "ko" else english).replace("{name}", name).removeprefix(": ")
    return f"{text} ({detail})" if detail else text
