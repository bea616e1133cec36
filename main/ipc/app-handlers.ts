// Answers `app.*`: what this program is, how it looks, and a problem as text.
import { supportText } from '../../app/reports/support-text.ts';
import type { Settings } from '../adapters/settings-file.ts';
import { CLIENT_VERSION } from '../client-version.ts';
import type { Preferences } from '../../app/contract/app.ts';
import { publishedLinks } from '../links.ts';
import type { AreaHandlers } from './area.ts';
import { readLicences } from './licences.ts';
import type { Program } from './program.ts';

export function appHandlers(program: Program): AreaHandlers<'app'> {
  const { installation, host } = program;
  return {
    'app.info': async () => ({
      version: CLIENT_VERSION,
      host: host.kind,
      platform: `${process.platform} ${process.arch}`,
      dataFolder: installation.data.root,
      secretStore: installation.secrets.store.backend ?? '',
      links: [...publishedLinks()],
      licences: [...(await readLicences())],
    }),

    'app.preferences': async () => toPreferences(await installation.settings.read()),
    'app.savePreferences': async ({ language, theme }) =>
      toPreferences(await installation.settings.change({ language, theme })),

    'app.openLink': async ({ link }) => {
      await host.openLink(link);
      return null;
    },

    'app.describe': async (problem) => {
      const { language } = await installation.settings.read();
      const about = {
        version: CLIENT_VERSION,
        platform: process.platform,
        time: installation.clock.now().toISOString(),
      };
      return { text: supportText(problem, about, language ?? 'id') };
    },
  };
}

function toPreferences({ language, theme }: Settings): Preferences {
  return { language: language ?? 'id', theme };
}
