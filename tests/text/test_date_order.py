import pandas as pd
import pytest

import toolkit as tk
from toolkit.text.date_order import day_first


@pytest.mark.parametrize(
    ("given", "read", "found"),
    [
        (["03/22/2025", "03/04/2025", "03/25/2025"], ["22/03/2025", "04/03/2025", "25/03/2025"], "date-month-first"),
        (["22/03/2025", "03/04/2025"], ["22/03/2025", "03/04/2025"], ""),
        (["03/04/2025", "05/06/2025"], ["03/04/2025", "05/06/2025"], "date-day-first"),
        (["03/22/2025", "22/03/2025", "03/04/2025"], ["03/22/2025", "22/03/2025", ""], "date-ambiguous"),
        (["٠٣/٢٢/٢٠٢٥", "٠٣/٠٤/٢٠٢٥"], ["٢٢/٠٣/٢٠٢٥", "٠٤/٠٣/٢٠٢٥"], "date-month-first"),
        (["2025-03-22", "9 نوفمبر 2017", "", "04/04/2025"], ["2025-03-22", "9 نوفمبر 2017", "", "04/04/2025"], ""),
    ],
)
def test_a_column_tells_what_one_date_cannot(given, read, found):
    texts, reason = day_first(pd.Series(given, dtype="str"))
    assert (texts.tolist(), reason) == (read, found)


def test_a_loaded_column_of_american_dates_is_read_as_one_and_says_so(tmp_path):
    rows = "\n".join(f"{date},خبر عن الفرات" for date in ("03/22/2025", "03/04/2025", "03/25/2025", "03/05/2025"))
    (tmp_path / "us.csv").write_text(f"date,text\n{rows}\n", encoding="utf-8")
    articles = tk.load_articles(tmp_path / "us.csv")
    assert articles["date"].dt.strftime("%m-%d").tolist() == ["03-22", "03-04", "03-25", "03-05"]
    assert articles["date_raw"].iloc[1] == "03/04/2025"
    assert "date-month-first" in set(tk.load_report(articles).warnings["reason"])
