"""Random tables with names and values that nobody would wish for."""

from datetime import date

from hypothesis import strategies as st

NAMES = (
    ("age", "Age (years)", "score", "tier", "key", "id", "select", "and", "null", "true", "1", " "),
    (
        "'",
        '"',
        '6" nails',
        "<b>bold</b>",
        "a:b",
        "# no",
        "- x",
        "{x}",
        "$as_of",
        "as_of",
        "x\u2028y",
    ),
    (
        "years_since_born",
        "born",
        "Ünïcode",
        "\u5e74\u9f62",
        "\U0001f600",
        "n" * 300,
        "reason_1",
        "%",
    ),
)
TEXTS = (
    ("yes", "no", "on", "null", "~", "1e5", "0x1F", "012", "12:30", "2024-01-01", "", " ", "true"),
    ("<script>alert(1)</script>", "it's", '"quoted"', "a: b", "# c", "two\nlines", "tab\there"),
    (
        "\U0001f600",
        "\u202eabc",
        "\ufeff",
        "a\\b",
        "{x}",
        "[y]",
        "&z",
        "*z",
        "!t",
        "x" * 100,
        "\x85",
    ),
)
names = st.sampled_from([name for line in NAMES for name in line])
texts = st.one_of(st.sampled_from([text for line in TEXTS for text in line]), st.text(max_size=8))
numbers = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, -99.0, 1e300, -1e300, 5e-324, 1e-310, 2.0**53, 0.1, 0.3]),
    st.floats(),
    st.integers(-5, 5).map(float),
)
COLUMNS = (
    numbers,
    st.integers(0, 3),
    st.booleans(),
    texts.filter(lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)),
    st.dates(),
    st.dates(date(2020, 1, 1), date(2024, 12, 31)),
)


@st.composite
def tables(draw):
    """Return columns by name: 1 to 6 columns of 1 to 12 rows, some values missing."""
    chosen = draw(st.lists(names, min_size=1, max_size=6, unique_by=str.casefold))
    rows = draw(st.integers(1, 12))
    return {name: draw(column(rows)) for name in chosen}


@st.composite
def column(draw, rows):
    """Return the values of one column, all of one kind, or missing."""
    values = draw(st.sampled_from(COLUMNS))
    return draw(st.lists(st.one_of(values, values, st.none()), min_size=rows, max_size=rows))
