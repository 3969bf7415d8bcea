"""Messy articles, all invented."""

from __future__ import annotations

from pipeline.records import RawText

WIRE = """\
WORLD

MINISTER QUITS OVER PORT DEAL

By JANE DOE and John Q. Roe | City Post | 5 May 2023

Share this article
Facebook | Twitter | Email

SEAHAVEN, May 4 (Reuters) - The minister left on Thursday, saying the deal "was never mine to sign".The premier stayed.

Background. The port was sold in 2019. Nobody asked why.

Read more: What the port deal says

“We will look at it again,” said the premier, who
Page 2 of 3
took office in March.[1] He added that 5 * 3 is 15 and a < b.

Advertisement

- The first point is short.
- The second is, too.

What Comes Next

The talks go on in the *very same* [harbour](https://example.org/x_(y)) town; costs are \\$3 million.

(Reporting by Jane Doe; editing by John Roe)

Jane Doe is a correspondent at the City Post.

About the author
John Q. Roe writes on ports.

© 2023 City Post Site by Quay Studio. All rights reserved.
"""

WRAPPED = """\
The ferry that never came
By Ann Lee

When the ferry to Northholm was cancelled on Monday, forty people
slept in the harbour hall. The operator spoke of a fault; the mayor
of a long-
term failure. Coopera-
tion between the two has been poor. "It was cold," said
one traveller, who had come from the south of the island to see her
mother.

12 | Island Gazette

The operator, which runs four boats, said it will pay 300 euros to
each of the
7

travellers by the end of May, Mr
Page 3 of 4
Halloran said in a letter to the paper.
                Island Gazette | 13
Nobody from the council, which owns a third of the operator, was there.

Ann Lee is a staff writer.
"""

LINE_A_PARAGRAPH = """\
Two towns, one bridge
The bridge between Easton and Weston opened on Friday after nine years of work.
Its cost rose from 40 million to 75 million euros, the council said.
"We are glad it is done," said the mayor of Easton, Mary Poe.
Her colleague in Weston was less happy.
He said: "We pay for it until 2050."
Contents
1. Introduction ........ 3
Tags: bridges, money
"""

MARKDOWN = """\
---
title: "One Bridge for Two Towns"
author: Mary Ann Poe and Ann Lee
date: 2024-06-21
source: https://example.org/bridge
---

Two Towns, One Bridge
=====================

> The bridge is open.

<p>It cost <b>75</b> million&nbsp;euros &amp; took nine years.</p><p>“Itâ€™s done,” said Mr Roe.</p>

### What it means ###

1. Trade grows.
2. Rents rise.

__Why now?__ Because of the vote.

![photo](http://example.org/a.png)

Read `the code` at https://example.org/a_b_c.

[^1]: See the annual report.

***

*Mary Ann Poe covers bridges for the Gazette.*
"""

BULLETIN = """\
NO. 12 (340), 3 MAY 2023 © HARBOUR

## **BULLETIN**

## What the Port Treaty Means for the Islands

Jane van Doe, John Q. Roe

The islands signed a treaty on 2 May. It covers ferries, fish and the harbour. The mayors were glad of it.

Terms of the Treaty. The parties pledged to meet every year and to share the costs. They are bound by Article

4 of the charter, which the older treaty left out. This allows the islands to build what they

## HARBOUR BULLETIN

want along the coast, as *de facto* owners of the <u>old quay</u>.

**Effects on Trade.** In the harbour, prices will rise.
"""


def raw_text(text: str) -> RawText:
    """A raw text about which nothing else matters."""
    return RawText("a", "a.txt", "0" * 64, text, "utf-8", "utf8", "en", "a", None, None, None, None)
