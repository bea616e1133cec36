// What the handlers may ask of Electron: the system's file dialogs, our own pages in the user's browser, a folder of ours
// in the file manager. Paths stay here.
import { basename, join } from 'node:path';
import type { App, BrowserWindow, Dialog, FileFilter, OpenDialogOptions, Shell } from 'electron';
import type { FilePurpose, WindowHost } from '../ipc/host.ts';
import { addressOf } from '../links.ts';
import { shellText, type ShellLanguage } from '../shell-texts.ts';

export interface DialogNeeds {
  readonly app: App;
  readonly dialog: Dialog;
  readonly shell: Shell;
  readonly window: BrowserWindow;
  readonly language: () => ShellLanguage;
}

const EXTENSIONS: Readonly<Partial<Record<FilePurpose, readonly string[]>>> = {
  identity: ['p12', 'pfx'],
  anchors: ['pem', 'crt', 'cer', 'json'],
  sealed: ['sampul'],
  signature: ['p7s'],
  spreadsheet: ['xlsx'],
  dossier: ['zip'],
};

export function electronHost({ app, dialog, shell, window, language }: DialogNeeds): WindowHost {
  return {
    kind: 'electron',
    chooseFiles: async (purpose) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, openOptions(purpose, language()));
      return canceled ? [] : filePaths;
    },
    chooseTarget: async (suggestedName) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: shellText(language(), 'dialog', 'save'),
        // The page proposes a name, never a place.
        defaultPath: join(app.getPath('downloads'), plainName(suggestedName)),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
    openLink: (link) => shell.openExternal(addressOf(link)),
    // The answer is what went wrong, in the system's words; empty when nothing did.
    showFolder: async (folder) => (await shell.openPath(folder)) === '',
  };
}

function openOptions(purpose: FilePurpose, language: ShellLanguage): OpenDialogOptions {
  const extensions = EXTENSIONS[purpose];
  const filters: FileFilter[] =
    extensions === undefined
      ? []
      : [
          { name: extensions.map((one) => `.${one}`).join(' '), extensions: [...extensions] },
          { name: shellText(language, 'dialog', 'allFiles'), extensions: ['*'] },
        ];
  return {
    title: shellText(language, 'dialog', purpose),
    properties: propertiesOf(purpose),
    filters,
  };
}

function propertiesOf(purpose: FilePurpose): NonNullable<OpenDialogOptions['properties']> {
  if (purpose === 'folder') return ['openDirectory'];
  return purpose === 'documents' ? ['openFile', 'multiSelections'] : ['openFile'];
}

function plainName(suggestedName: string): string {
  const name = basename(suggestedName.replaceAll('\\', '/')).replaceAll(/[\p{Cc}:*?"<>|]/gu, '_');
  return name === '' || name === '.' || name === '..' ? 'segel' : name;
}
