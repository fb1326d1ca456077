/** Who one is, and how the page is to look and listen. */
import { useState } from 'react';
import { Menu, useMantineColorScheme } from '@mantine/core';
import { queryClient } from '../service/calls.ts';
import { forgetMine } from '../service/kept.ts';
import { session } from '../service/session.ts';
import { words } from '../words/words.ts';
import { singleKeys } from './commands.ts';
import { density } from './density.ts';
import css from './frame.module.css';

const initials = (name: string): string =>
  name
    .split(' ')
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('');

export function Me() {
  const person = session.get()?.person;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keys, setKeys] = useState(singleKeys.isOn);
  const [isCompact, setCompact] = useState(density.isCompact);
  if (!person) return null;
  return (
    <Menu position="bottom-end" width={220} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={css['me']}>
          <span className="unseen">{words.me.menu(person.name)}</span>
          <span aria-hidden>{initials(person.name)}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.name}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(next) => setColorScheme(next as typeof colorScheme)}
          aria-label={words.me.scheme}
        >
          <Menu.RadioItem value="light">{words.me.light}</Menu.RadioItem>
          <Menu.RadioItem value="dark">{words.me.dark}</Menu.RadioItem>
          <Menu.RadioItem value="auto">{words.me.system}</Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem
          checked={isCompact}
          onChange={(checked) => {
            density.set(checked);
            setCompact(checked);
          }}
        >
          {words.me.compact}
        </Menu.CheckboxItem>
        <Menu.CheckboxItem
          checked={keys}
          onChange={(checked) => {
            singleKeys.set(checked);
            setKeys(checked);
          }}
        >
          {words.me.keys}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Menu.Item
          onClick={() => {
            queryClient.clear();
            forgetMine();
            session.set(null);
          }}
        >
          {words.me.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
