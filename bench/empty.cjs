/** Nothing: what Node itself costs. */
