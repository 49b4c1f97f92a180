from scoring_kit.drafting.variants import about_variants


def test_spellings_of_one_category_are_told_together():
    [told] = about_variants(["North", "South", "north", "NORTH ", "Süd"], "region")
    assert told.startswith("'North', 'north', 'NORTH ' differ only in case or blanks: ")
    assert "`lower(trim(region))`" in told


def test_of_many_categories_with_several_spellings_some_are_named():
    [told] = about_variants([f"{letter}{end}" for letter in "abcde" for end in (" ", "")], "x")
    assert told.startswith("'a ', 'a'; 'b ', 'b'; 'c ', 'c' differ only in case or blanks (and ")


def test_texts_that_look_like_no_value_can_be_declared_so():
    assert about_variants(["n/a", "web", "NA"], "x") == [
        "'n/a', 'NA' look like no value: `special: {'n/a': no_answer, 'NA': no_answer}` in "
        "`inputs` says so."
    ]


def test_texts_that_are_different_need_no_word():
    assert about_variants(["none", "unknown", "Süd", "Sud", "no", "n"], "x") == []
