/** The alerts that ship: each measures what there is, and is explained. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readYaml } from '../src/core/book/yaml.ts';
import { metersOf } from '../src/shell/observed/metrics.ts';
import { inRoot } from './command-line.ts';

type Rule = { alert: string; expr: string; labels: { severity: string }; annotations: { summary: string } };

const source = readYaml('alerts.yaml', readFileSync(inRoot('deploy/prometheus/alerts.yaml'), 'utf8'));
const { rules } = (source.data as { groups: [{ rules: Rule[] }] }).groups[0];
const page = readFileSync(inRoot('docs/operations/alerts.md'), 'utf8');

test('the file can be read, and every alert has a severity and a sentence', () => {
  assert.deepEqual(source.problems, []);
  assert.ok(rules.length > 0);
  for (const { alert, labels, annotations } of rules) {
    assert.match(labels.severity, /^(page|ticket)$/, alert);
    assert.ok(annotations.summary.length > 20, alert);
  }
});

test('every alert is explained with what to do, and nothing else is', () => {
  const sections = page.split(/^## /m).slice(1);
  assert.deepEqual(
    sections.map((section) => section.slice(0, section.indexOf('\n'))),
    rules.map(({ alert }) => alert),
  );
  for (const section of sections) assert.match(section, /^Do: /m, section);
});

test('every metric that an alert or its page names is there, with its labels', () => {
  const { registry } = metersOf();
  // Of a histogram, its parts. Labels are left out of the package's types.
  const find = (name: string): { labelNames?: readonly string[] } | undefined =>
    (registry.getSingleMetric(name) ??
      registry.getSingleMetric(name.replace(/_(?:bucket|count|sum)$/, ''))) as object | undefined;
  const named = [...`${page}${rules.map(({ expr }) => expr).join('\n')}`.matchAll(/\bsayso_\w+/g)];
  assert.ok(named.length > rules.length);
  for (const [name] of named) assert.ok(find(name), `there is no metric ${name}`);
  for (const { expr } of rules)
    for (const [, name = '', labels = ''] of expr.matchAll(/\b(sayso_\w+)\{([^}]*)\}/g))
      for (const [, label = ''] of labels.matchAll(/(\w+)(?:=|=~)"/g))
        assert.ok(find(name)?.labelNames?.includes(label), `${name} has no label ${label}`);
});
