"""A notebook with a bit of everything, hostile things too, to try the page on."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SETUP = """
import pandas as pd
import matplotlib.pyplot as plt
from IPython.display import HTML, SVG, Javascript, Markdown, display
import toolkit as tk
tk.use_arabic()
"""

TABLE = """
articles = pd.DataFrame({
    "date": pd.to_datetime(["2017-11-09", "2017-11-10"] * 15),
    "source": ["الأفق", "<script>alert(1)</script>"] * 15,
    "title": ["«داعش» يفقد معقله في البوكمال (AFP)", '"><img src=x onerror=alert(2)>'] * 15,
    "n": [1200, 3] * 15,
})
articles
"""

CHART = """
weeks = pd.DataFrame({"period": pd.date_range("2017-09-03", periods=6, freq="W"), "n": [3, 9, 4, 12, 7, 5]})
fig, ax = plt.subplots(figsize=(7, 3))
ax.bar(weeks.index, weeks.n, color="#0b6e75")
ax.set_title("الأخبار أسبوعيا")
tk.figure(ax, caption="عدد الأخبار في كل أسبوع.", alt="ستة أعمدة، أعلاها الرابع: 12 خبرا", table=weeks, source="عيّنة")
"""

HOSTILE = """
display(HTML("<p>نص <b onclick='alert(3)'>حر</b><script>alert(3)</script><iframe src='https://evil.example'></iframe>"
             "<meta http-equiv=refresh content='0;url=https://evil.example'><form action='https://evil.example'></form>"
             "<div style='position:fixed;inset:0;background:url(https://evil.example/a.png)'>غطاء</div></p>"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' width='60' height='20'><script>alert(4)</script>"
            "<rect width='60' height='20'/></svg>"))
display(Javascript("alert(5)"))
display(Markdown("[رابط](javascript:alert(6)) <img src=x onerror=alert(7)>"))
display({"text/vnd.mermaid": "graph TD; A-->B", "text/plain": "مخطط"}, raw=True)
"""

LINES = """
pd.DataFrame({
    "left": ["بعد سيطرة قوات النظام على مدينة"] * 4, "match": ["البوكمال"] * 4,
    "right": ["قرب الحدود العراقية، والتي كانت تعد آخر معاقل التنظيم في محافظة دير الزور شرق سوريا"] * 4,
    "date": pd.to_datetime(["2017-11-09"] * 4), "source": ["الأفق"] * 4, "title": ["عنوان"] * 4,
})
"""

PRINTED = """
import pathlib, sys, warnings
warnings.warn(f"تنبيه عن {pathlib.Path.home() / 'secret' / 'file.txt'}")
print("\\x1b[31mالمدوّنة:\\x1b[0m", CORPUS, pathlib.Path(CORPUS).resolve(), pathlib.Path.cwd())
"""

#: Three ways to write code in markdown, each wider than a page.
WRITTEN_CODE = f"""
```python
{"articles = tk.load('news.csv') " * 5}
```

- قائمة:

  ```
  {"pip install toolkit " * 8}
  ```

<pre>{"a line as it was written, " * 6}</pre>
"""


def demo_notebook(path: Path, *extra: str) -> Path:
    """Write the notebook, with more code cells at its end if wanted."""
    cells = [
        new_markdown_cell("# سقوط البوكمال\n\nتقرير عن خريف 2017."),
        new_code_cell(SETUP),
        new_code_cell('CORPUS = "data/sample"\nTOP = 5', metadata={"tags": ["parameters"]}),
        new_markdown_cell("## المدوّنة في لمحة\n\nفقرة فيها `code` و**عريض**.\n\n## المدوّنة في لمحة\n\n### تفصيل"),
        new_code_cell(TABLE),
        new_code_cell(CHART),
        new_code_cell(CHART),
        new_code_cell(HOSTILE),
        new_markdown_cell("## شواهد <script>alert(8)</script>\n\n| أ | ب |\n|---|---|\n| ١ | ٢ |"),
        new_markdown_cell(WRITTEN_CODE),
        new_code_cell(LINES),
        new_code_cell(PRINTED),
        new_code_cell("plt.plot([1, 2]); plt.title('بلا وصف');"),
        *(new_code_cell(source) for source in extra),
    ]
    kernel = {"name": "no-such-kernel", "display_name": "لا وجود لها", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path
