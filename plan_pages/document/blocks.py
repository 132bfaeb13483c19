"""The blocks that a plan's page is made of. Text is plain; marks are substrings of it.

Nothing is inserted into the text: a run-in heading (`lead`) and a box's items name
pieces of the text as it stands, and the templates wrap them where they are found.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class HeadingLevel:
    """Levels by the numbering that is printed: 一、 （一） 1. 1.1

    A 篇, 章 or 节 is a heading where the plan's `page_levels` make no page of it.
    """

    CHOICES = [
        ("part", "篇"),
        ("chapter", "章"),
        ("section", "节"),
        ("heading_1", "一、"),
        ("heading_2", "（一）"),
        ("heading_3", "1."),
        ("heading_4", "1.1"),
    ]


class HeadingBlock(blocks.StructBlock):
    """`text` is the printed line, number included."""

    level = blocks.ChoiceBlock(choices=HeadingLevel.CHOICES, label=_("层级"))
    text = blocks.CharBlock(label=_("标题"))

    class Meta:
        icon = "title"
        label = _("小标题")
        template = "plan_pages/blocks/heading.html"


class ParagraphBlock(blocks.StructBlock):
    """One paragraph; `lead` is its run-in heading, a piece of `text`, or empty."""

    text = blocks.TextBlock(label=_("段落"), rows=4)
    lead = blocks.CharBlock(
        label=_("段首标题"), required=False, help_text=_("须是本段原文中的文字")
    )

    class Meta:
        icon = "pilcrow"
        label = _("段落")
        template = "plan_pages/blocks/paragraph.html"


class BoxItemBlock(blocks.StructBlock):
    """`name` stands in the box's text, after the item before it."""

    name = blocks.CharBlock(label=_("项目名称"))
    label = blocks.CharBlock(label=_("分组"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("规划项目")


class BoxBlock(blocks.StructBlock):
    """A 专栏: its text is printed whole, its items are spans inside it."""

    number = blocks.CharBlock(label=_("专栏号"), required=False)
    title = blocks.CharBlock(label=_("标题"), required=False)
    heading = blocks.CharBlock(label=_("原文标题行"))
    paragraphs = blocks.ListBlock(blocks.TextBlock(rows=4), label=_("正文"))
    items = blocks.ListBlock(BoxItemBlock(), label=_("规划项目"), min_num=0)

    class Meta:
        icon = "form"
        label = _("专栏")
        template = "plan_pages/blocks/box.html"


class TableRowBlock(blocks.StructBlock):
    """`cells` exactly as printed; an empty cell and — are different things."""

    cells = blocks.ListBlock(blocks.CharBlock(required=False), label=_("单元格"))

    class Meta:
        icon = "table"
        label = _("行")


class PlanTableBlock(blocks.StructBlock):
    """`header` has the header's lines; a short line's last cell spans what is left."""

    title = blocks.CharBlock(label=_("表题"), required=False)
    header = blocks.ListBlock(TableRowBlock(), label=_("表头"))
    rows = blocks.ListBlock(TableRowBlock(), label=_("各行"))

    class Meta:
        icon = "table"
        label = _("表")
        template = "plan_pages/blocks/table.html"


class NoteBlock(blocks.TextBlock):
    class Meta:
        icon = "help"
        label = _("注")
        template = "plan_pages/blocks/note.html"


class BodyBlock(blocks.StreamBlock):
    """What stands on one page of a plan, in printed order."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    box = BoxBlock()
    table = PlanTableBlock()
    note = NoteBlock()
