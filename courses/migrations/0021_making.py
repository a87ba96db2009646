"""Crafts, recipes, pictures and what learners make in lessons; short films of works."""

import django.core.validators
import wagtail.fields
from django.db import migrations, models

import courses.models.design


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0020_cohort_contact"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="practice",
            name="film",
        ),
        migrations.AddField(
            model_name="practice",
            name="clip",
            field=models.FileField(blank=True, storage=courses.models.design.works, upload_to="practice"),
        ),
        migrations.AddField(
            model_name="practice",
            name="clip_in",
            field=models.FileField(blank=True, storage=courses.models.design.works, upload_to="practice/in"),
        ),
        migrations.AlterField(
            model_name="lessonpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("film", 1),
                    ("text", 2),
                    ("steps", 8),
                    ("materials", 11),
                    ("picture", 15),
                    ("craft", 22),
                    ("recipe", 29),
                    ("practice", 33),
                    ("quiz", 63),
                ],
                blank=True,
                block_lookup={
                    0: ("courses.blocks.FilmChooserBlock", (), {"label": "video"}),
                    1: ("wagtail.blocks.StructBlock", [[("film", 0)]], {}),
                    2: ("courses.blocks.TextBlock", (), {"features": ["h2", "h3", "bold", "ul", "ol", "link"]}),
                    3: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 120, "required": False}),
                    4: ("wagtail.blocks.TextBlock", (), {"label": "step", "rows": 2}),
                    5: (
                        "courses.clock.ClockBlock",
                        (),
                        {
                            "help_text": "When this step begins, in minutes and seconds, such as 1:20. It becomes a chapter of the video.",
                            "label": "where in the video",
                            "required": False,
                        },
                    ),
                    6: ("wagtail.blocks.StructBlock", [[("text", 4), ("at", 5)]], {}),
                    7: ("wagtail.blocks.ListBlock", (6,), {"label": "steps", "min_num": 1}),
                    8: ("wagtail.blocks.StructBlock", [[("heading", 3), ("steps", 7)]], {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "material", "max_length": 200}),
                    10: ("wagtail.blocks.ListBlock", (9,), {"label": "materials", "min_num": 1}),
                    11: ("wagtail.blocks.StructBlock", [[("heading", 3), ("materials", 10)]], {}),
                    12: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "picture"}),
                    13: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "default": "",
                            "help_text": "For those who cannot see it.",
                            "label": "what the picture shows",
                            "max_length": 300,
                        },
                    ),
                    14: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "", "label": "words under it", "max_length": 200, "required": False},
                    ),
                    15: ("wagtail.blocks.StructBlock", [[("image", 12), ("alt", 13), ("caption", 14)]], {}),
                    16: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"default": "", "label": "what you will have made", "max_length": 300, "rows": 2},
                    ),
                    17: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("easy", "easy: for beginners"),
                                ("middle", "needs some practice"),
                                ("hard", "for skilled hands"),
                            ],
                            "label": "difficulty",
                        },
                    ),
                    18: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"label": "minutes needed", "max_value": 60000, "min_value": 1, "required": False},
                    ),
                    19: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "picture", "required": False}),
                    20: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "default": "",
                            "help_text": "For those who cannot see it. Say what is needed to answer, and not the answer.",
                            "label": "what the picture shows",
                            "max_length": 300,
                            "required": False,
                        },
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("image", 19), ("alt", 20)]], {"required": False}),
                    22: (
                        "wagtail.blocks.StructBlock",
                        [[("result", 16), ("difficulty", 17), ("minutes", 18), ("picture", 21)]],
                        {},
                    ),
                    23: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"label": "for how many people", "max_value": 1000, "min_value": 1, "required": False},
                    ),
                    24: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"label": "minutes needed", "max_value": 10000, "min_value": 1, "required": False},
                    ),
                    25: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "default": "",
                            "help_text": "Such as “200 g” or “2 spoons”.",
                            "label": "how much",
                            "max_length": 60,
                            "required": False,
                        },
                    ),
                    26: ("wagtail.blocks.CharBlock", (), {"default": "", "label": "what", "max_length": 120}),
                    27: ("wagtail.blocks.StructBlock", [[("amount", 25), ("what", 26)]], {}),
                    28: ("wagtail.blocks.ListBlock", (27,), {"label": "ingredients", "min_num": 1}),
                    29: (
                        "wagtail.blocks.StructBlock",
                        [[("serves", 23), ("minutes", 24), ("ingredients", 28), ("picture", 21)]],
                        {},
                    ),
                    30: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"default": "", "label": "what to make and to show", "max_length": 1000, "rows": 3},
                    ),
                    31: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("photo", "a photo"),
                                ("film", "a short video"),
                                ("either", "a photo or a short video"),
                            ],
                            "label": "how it is shown",
                        },
                    ),
                    32: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {
                            "default": True,
                            "help_text": "The lesson is complete when the teacher or one of us has accepted the work.",
                            "label": "needed for the lesson",
                            "required": False,
                        },
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("task", 30), ("takes", 31), ("is_needed", 32)]], {}),
                    34: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {
                            "default": 70,
                            "label": "right answers needed, in per cent",
                            "validators": [
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(100),
                            ],
                        },
                    ),
                    35: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {
                            "help_text": "Leave it empty: as often as one likes. A coordinator can grant further attempts.",
                            "label": "how often one may try",
                            "required": False,
                            "validators": [
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(50),
                            ],
                        },
                    ),
                    36: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"label": "other order of questions and answers in every attempt", "required": False},
                    ),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "question", "max_length": 300}),
                    38: ("wagtail.blocks.CharBlock", (), {"label": "answer", "max_length": 300}),
                    39: ("wagtail.blocks.BooleanBlock", (), {"label": "this is the right answer", "required": False}),
                    40: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "", "label": "said to who gives this answer", "max_length": 300, "required": False},
                    ),
                    41: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 38), ("is_right", 39), ("feedback", 40)]],
                        {"label": "answer"},
                    ),
                    42: ("wagtail.blocks.ListBlock", (41,), {"label": "answers", "max_num": 8, "min_num": 2}),
                    43: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "", "label": "said after the right answer", "max_length": 300, "required": False},
                    ),
                    44: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "default": "",
                            "help_text": "Shown kindly after another answer, such as: “Watch again how Leyla xanım holds the needle.”",
                            "label": "where to look again",
                            "max_length": 300,
                            "required": False,
                        },
                    ),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 37), ("picture", 21), ("choices", 42), ("well_done", 43), ("look_again", 44)]],
                        {},
                    ),
                    46: ("wagtail.blocks.CharBlock", (), {"label": "step", "max_length": 300}),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "steps, in the right order", "max_num": 8, "min_num": 2},
                    ),
                    48: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 37), ("picture", 21), ("steps", 47), ("well_done", 43), ("look_again", 44)]],
                        {},
                    ),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "words", "max_length": 300}),
                    50: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"default": True, "label": "this is a right answer", "required": False},
                    ),
                    51: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 49), ("is_right", 50), ("feedback", 40)]],
                        {"label": "words"},
                    ),
                    52: (
                        "wagtail.blocks.ListBlock",
                        (51,),
                        {"label": "what may be written", "max_num": 12, "min_num": 1},
                    ),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 37), ("picture", 21), ("variants", 52), ("well_done", 43), ("look_again", 44)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.DecimalBlock",
                        (),
                        {"decimal_places": 6, "label": "right number", "max_digits": 18},
                    ),
                    55: (
                        "wagtail.blocks.DecimalBlock",
                        (),
                        {
                            "decimal_places": 6,
                            "default": 0,
                            "label": "how far off is still right",
                            "max_digits": 18,
                            "min_value": 0,
                        },
                    ),
                    56: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"label": "that is in per cent of the number", "required": False},
                    ),
                    57: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "default": "",
                            "help_text": "Such as cm or g.",
                            "label": "unit",
                            "max_length": 30,
                            "required": False,
                        },
                    ),
                    58: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("text", 37),
                                ("picture", 21),
                                ("value", 54),
                                ("tolerance", 55),
                                ("is_percent", 56),
                                ("unit", 57),
                                ("well_done", 43),
                                ("look_again", 44),
                            ]
                        ],
                        {},
                    ),
                    59: (
                        "wagtail.blocks.StreamBlock",
                        [[("one", 45), ("several", 45), ("order", 48), ("text", 53), ("number", 58)]],
                        {"label": "questions", "required": False},
                    ),
                    60: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "bank of questions", "page_type": ["courses.BankPage"], "required": False},
                    ),
                    61: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 0, "label": "how many of them", "max_value": 150, "min_value": 0},
                    ),
                    62: ("wagtail.blocks.StructBlock", [[("bank", 60), ("how_many", 61)]], {"required": False}),
                    63: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("pass_percent", 34),
                                ("attempts", 35),
                                ("shuffles", 36),
                                ("questions", 59),
                                ("from_bank", 62),
                            ]
                        ],
                        {},
                    ),
                },
                verbose_name="lesson",
            ),
        ),
    ]
