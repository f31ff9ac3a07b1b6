"""The public names: what ``import toolkit as tk`` offers, and where each is written."""

from toolkit.charts.caption import caption_chart
from toolkit.charts.comparison import plot_comparison
from toolkit.charts.cooccurrence import plot_cooccurrence
from toolkit.charts.description import describe_chart
from toolkit.charts.dispersion import plot_dispersion
from toolkit.charts.events import plot_event_line
from toolkit.charts.figures import plot_figures_compared
from toolkit.charts.frequencies import plot_entity_frequencies, plot_term_frequencies
from toolkit.charts.heatmap import plot_heatmap
from toolkit.charts.keyness import plot_keyness
from toolkit.charts.places import plot_places
from toolkit.charts.shaping import isolate, native_text, shaping_status
from toolkit.charts.sources import plot_sources_heard
from toolkit.charts.timeline import plot_timeline
from toolkit.charts.wordcloud import plot_wordcloud
from toolkit.corpus.articles import as_articles, check_articles
from toolkit.corpus.duplicates import find_duplicates
from toolkit.corpus.encodings import decode
from toolkit.corpus.furniture import remove_furniture
from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.load_report import load_report
from toolkit.corpus.loaders import load_articles
from toolkit.corpus.pages import split_page, split_pages
from toolkit.corpus.periods import periods
from toolkit.corpus.store import open_corpus, save_corpus, update_corpus
from toolkit.corpus.tags import find_tags
from toolkit.corpus.tokens import Tokens, tokenize
from toolkit.errors import (
    EmptyCorpusError,
    InvalidArgumentError,
    MissingColumnsError,
    RenderError,
    ShapingWarning,
    ToolkitError,
    ToolkitWarning,
    UnreadableInputError,
    UnsafeInputError,
)
from toolkit.measures.bursts import bursts
from toolkit.measures.collocations import collocations
from toolkit.measures.compare import compare
from toolkit.measures.concordance import concordance
from toolkit.measures.cooccurrence import cooccurrence
from toolkit.measures.dispersion import dispersion, occurrences
from toolkit.measures.events import event_line
from toolkit.measures.figures import figures_compared
from toolkit.measures.first_mentions import first_mentions
from toolkit.measures.frequencies import entity_frequencies, term_frequencies
from toolkit.measures.keyness import keyness
from toolkit.measures.lexical_diversity import lexical_diversity
from toolkit.measures.places import places
from toolkit.measures.sources import sources_heard
from toolkit.measures.terms_of_reference import terms_of_reference
from toolkit.measures.timeline import timeline
from toolkit.mentions.date_mentions import find_dates
from toolkit.mentions.entities import find_entities
from toolkit.mentions.explanation import explain_entity
from toolkit.mentions.figures import find_figures
from toolkit.mentions.models import by_sentence, by_word
from toolkit.mentions.ner import open_ner, train_ner
from toolkit.mentions.own_names import load_gazetteer
from toolkit.mentions.publication import publication_evidence
from toolkit.mentions.quotes import find_quotes
from toolkit.report.explorer import explore
from toolkit.report.figure import figure
from toolkit.report.highlight import highlight_entities
from toolkit.report.page import render_report
from toolkit.session import undo_arabic, use_arabic
from toolkit.text.arabic import Normalization
from toolkit.text.dates import parse_date
from toolkit.text.explain import explain_term
from toolkit.text.segment import Segmentation, segment, segment_many, term_keys

__all__ = [
    "EmptyCorpusError",
    "InvalidArgumentError",
    "LoadLimits",
    "MissingColumnsError",
    "Normalization",
    "RenderError",
    "Segmentation",
    "ShapingWarning",
    "Tokens",
    "ToolkitError",
    "ToolkitWarning",
    "UnreadableInputError",
    "UnsafeInputError",
    "as_articles",
    "bursts",
    "by_sentence",
    "by_word",
    "caption_chart",
    "check_articles",
    "collocations",
    "compare",
    "concordance",
    "cooccurrence",
    "decode",
    "describe_chart",
    "dispersion",
    "entity_frequencies",
    "event_line",
    "explain_entity",
    "explain_term",
    "explore",
    "figure",
    "figures_compared",
    "find_dates",
    "find_duplicates",
    "find_entities",
    "find_figures",
    "find_quotes",
    "find_tags",
    "first_mentions",
    "highlight_entities",
    "isolate",
    "keyness",
    "lexical_diversity",
    "load_articles",
    "load_gazetteer",
    "load_report",
    "native_text",
    "occurrences",
    "open_corpus",
    "open_ner",
    "parse_date",
    "periods",
    "places",
    "plot_comparison",
    "plot_cooccurrence",
    "plot_dispersion",
    "plot_entity_frequencies",
    "plot_event_line",
    "plot_figures_compared",
    "plot_heatmap",
    "plot_keyness",
    "plot_places",
    "plot_sources_heard",
    "plot_term_frequencies",
    "plot_timeline",
    "plot_wordcloud",
    "publication_evidence",
    "remove_furniture",
    "render_report",
    "save_corpus",
    "segment",
    "segment_many",
    "shaping_status",
    "sources_heard",
    "split_page",
    "split_pages",
    "term_frequencies",
    "term_keys",
    "terms_of_reference",
    "timeline",
    "tokenize",
    "train_ner",
    "undo_arabic",
    "update_corpus",
    "use_arabic",
]
