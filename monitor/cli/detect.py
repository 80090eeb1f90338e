"""`monitor detect`: documents in, detections out."""

from __future__ import annotations

import click

from monitor.cli import config_option
from monitor.cli.batch import read_lines, run_batch
from monitor.config.load import load_config
from monitor.config.schema import Config
from monitor.detection.pipeline import Detector
from monitor.domain.document import DocumentLine


def detector_of(config: Config) -> Detector:
    """The detector that a configuration asks for."""
    detection = config.detection
    return Detector(detection.threshold, detection.severity, detection.territories)


@click.command("detect")
@click.argument("file", default="-")
@config_option
def detect_command(file: str, config_path: str | None) -> int:
    """Detect attacks and escalation in the documents of FILE (or standard input).

    Each line is {"id", "title", "text", "summary"?, "published"?, "url"?, "outlet"?, "language"?}; each answer is one
    detection, in the same order. Works without a configuration file and without a store.

    Example: monitor detect articles.jsonl > detections.jsonl
    """
    detector = detector_of(load_config(config_path, required=False))
    return run_batch(read_lines(file), DocumentLine, lambda line: detector.detect(line.to_document()))
