"""How names are written in the texts: their forms without marks, one for للبوكمال and البوكمال."""

from __future__ import annotations

import pandas as pd

from toolkit.text.arabic import bare, fold


def written_forms(mentions: pd.DataFrame) -> pd.Series:
    """Return the form each name is written in, differences of spelling and the ال hidden in للبوكمال set aside.

    Of several spellings of a form the one with ال is shown, then the one used most.

    Parameters
    ----------
    mentions
        What `find_entities` returns.

    Returns
    -------
    Series
        str, with the index of ``mentions``.

    Examples
    --------
    >>> mentions = pd.DataFrame({"entity_id": "org:un", "mention": ["أمم المتّحدة", "الأمم المتحدة", "الامم المتحدة"]})
    >>> written_forms(mentions).tolist()
    ['الأمم المتحدة', 'الأمم المتحدة', 'الأمم المتحدة']
    """
    written = {mention: " ".join(bare(mention).split()) for mention in mentions["mention"].unique()}
    form = mentions["mention"].map(written).astype("str")
    key = form.map({one: fold(one).removeprefix("ال") for one in set(written.values())}).astype("str")
    tally = pd.DataFrame({"entity_id": mentions["entity_id"], "key": key, "form": form})
    counted = tally.groupby(["entity_id", "key", "form"], as_index=False).size()
    counted["definite"] = counted["form"].str.startswith("ال")
    counted = counted.sort_values(["definite", "size", "form"], ascending=[False, False, True], kind="stable")
    shown = counted.drop_duplicates(["entity_id", "key"])
    return tally.merge(shown, on=["entity_id", "key"], how="left")["form_y"].set_axis(mentions.index).astype("str")
