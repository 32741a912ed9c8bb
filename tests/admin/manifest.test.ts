import { describe, expect, test } from 'vitest';

import { drawings } from '#sandbox/admin/drawing.ts';
import { appBridgeTags, attributeOf, surface, type Tag } from '#sandbox/admin/surface.ts';
import { manifest, standInTags as tags } from '#tests/support/polaris.ts';

function element(tag: Tag) {
  const found = manifest.get(tag);
  if (found === undefined) throw new Error(`${tag} is not in the manifest`);
  return found;
}

const namesOf = (given: readonly { readonly name: string }[]) => given.map(({ name }) => name);

describe('the stand-ins promise nothing that Polaris does not', () => {
  test('every tag is one of Polaris, and none of those that only App Bridge brings', () => {
    expect(tags.filter((tag) => !manifest.has(tag))).toEqual([]);
    expect(appBridgeTags.filter((tag) => manifest.has(tag))).toEqual([]);
  });

  test.each(tags)('%s takes attributes of the manifest only, under the same property', (tag) => {
    const known = element(tag).attributes.map(({ name, fieldName }) => `${name} as ${fieldName ?? name}`);
    const { attributes, flags } = surface[tag];
    const taken = [...attributes, ...flags].map((property) => `${attributeOf(property)} as ${property}`);
    expect(taken.filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each(tags)('%s treats as switches what the manifest calls boolean, and nothing else', (tag) => {
    const { attributes, flags } = surface[tag];
    const isSwitch = (property: string) =>
      element(tag)
        .attributes.filter(({ name, fieldName }) => (fieldName ?? name) === property)
        .every(({ type }) => type.text === 'boolean');
    expect(flags.filter((property) => !isSwitch(property))).toEqual([]);
    expect(attributes.filter((property) => isSwitch(property))).toEqual([]);
  });

  test.each(tags)('%s has slots and events of the manifest only', (tag) => {
    const { slots, events } = surface[tag];
    expect(slots.filter((slot) => !namesOf(element(tag).slots).includes(slot))).toEqual([]);
    expect(events.filter((event) => !namesOf(element(tag).events).includes(event))).toEqual([]);
  });

  test('every icon that is drawn has a name of Polaris', () => {
    const type = element('s-icon').attributes.find(({ name }) => name === 'type')?.type.text ?? '';
    expect(Object.keys(drawings).filter((name) => !type.includes(`"${name}"`))).toEqual([]);
  });
});
