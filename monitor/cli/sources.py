"""Where `monitor explain` gets a text that is no file: a page on the web, or an article that the system has read."""

from __future__ import annotations

import asyncio

from monitor.articles.clean import clean_page
from monitor.articles.download import Page, PageDownloader
from monitor.cli.history import opened
from monitor.clock import SystemClock
from monitor.config.schema import Config
from monitor.domain.article import Article
from monitor.domain.document import Document
from monitor.errors import InputError
from monitor.feeds.robots import Robots
from monitor.feeds.trial import open_fetcher
from monitor.storage.codec import unpack
from monitor.storage.keys import Keys


def fetch_document(url: str, config: Config) -> Document:
    """The article at `url`, fetched by the rules of the configuration. Raises InputError where it cannot be read."""
    page = asyncio.run(_download(url, config))
    if page.html is None:
        raise InputError(f"{url}: {page.state.value}{f' ({page.note})' if page.note else ''}", subject=url)
    found = clean_page(page.html, url=page.url)
    if found.error is not None:
        raise InputError(f"{url}: {found.error.value.replace('_', ' ')}", subject=url)
    return Document(
        id=url, title=found.title, text=found.text, published=found.published, url=page.url, language=found.language
    )


def stored_document(article_id: str, config: Config) -> Document:
    """The article `article_id` as it was read. Raises InputError where it is not, or no longer, in the store."""
    with opened(config) as client:
        stored = client.hget(Keys(config.redis.prefix).article(article_id), "article")
    if not isinstance(stored, bytes):
        raise InputError(
            f"{article_id}: no file, URL or article of that name; articles are kept for retention.articles",
            subject=article_id,
        )
    article = unpack(stored, Article)
    return Document(
        id=article.id,
        title=article.title,
        text=article.text,
        summary=article.summary,
        published=article.published,
        url=article.url,
        outlet=article.outlet,
        language=article.language,
        country=article.country,
    )


async def _download(url: str, config: Config) -> Page:
    clock = SystemClock()
    async with open_fetcher(config, clock) as fetcher:
        robots = Robots(fetcher, config.polling.user_agent, clock)
        return await PageDownloader(fetcher, robots, config.articles, clock).download(url)
