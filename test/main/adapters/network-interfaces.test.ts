// Facts about network interfaces, from made-up systems: everything there is, nothing that is not.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readInterfaces, virtualMachineHint } from '../../../main/adapters/network-interfaces.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const address = (mac: string, ip = '192.0.2.7', internal = false): NetworkInterfaceInfo => ({
  ...{ address: ip, netmask: '255.255.255.0', family: 'IPv4', mac, internal, cidr: `${ip}/24` },
});

/** A Linux interface as sysfs shows it. */
function linux(
  name: string,
  facts: { readonly mac?: string; readonly type?: string; readonly device?: string; readonly wireless?: boolean },
) {
  const target = at('devices', facts.device ?? 'pci0', name);
  mkdirSync(target, { recursive: true });
  mkdirSync(at('net'), { recursive: true });
  symlinkSync(target, at('net', name));
  if (facts.mac !== undefined) writeFileSync(at('net', name, 'address'), `${facts.mac}\n`);
  writeFileSync(at('net', name, 'type'), `${facts.type ?? '1'}\n`);
  if (facts.wireless === true) mkdirSync(at('net', name, 'wireless'));
}

const read = (interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>) =>
  readInterfaces({ interfaces, sysClassNet: at('net'), procNet: at('proc') });

describe('readInterfaces', () => {
  it('knows cable, radio, virtual and loopback on Linux, and interfaces without an address', () => {
    linux('eth0', { mac: '00:1a:2b:3c:4d:5e' });
    linux('wlp3s0', { mac: '02:11:22:33:44:55', wireless: true });
    linux('docker0', { mac: '02:42:00:00:00:01', device: 'virtual' });
    linux('lo', { mac: '00:00:00:00:00:00', type: '772', device: 'virtual' });
    mkdirSync(at('proc'));
    writeFileSync(
      at('proc', 'route'),
      'Iface\tDestination\tGateway\tFlags\nwlp3s0\t00000000\t0102A8C0\t0003\neth0\t0002A8C0\t0\t0001\n',
    );
    const found = read({ eth0: [address('00:1a:2b:3c:4d:5e')] });
    expect(found.map(({ name, kind, defaultRoute }) => [name, kind, defaultRoute])).toEqual([
      ['docker0', 'virtual', false],
      ['eth0', 'ethernet', false],
      ['lo', 'loopback', false],
      ['wlp3s0', 'wireless', true],
    ]);
    expect(found.find(({ name }) => name === 'lo')?.mac).toBeNull();
    expect(found.find(({ name }) => name === 'eth0')).toMatchObject({
      addresses: ['192.0.2.7'],
      locallyAdministered: false,
    });
    expect(found.find(({ name }) => name === 'wlp3s0')).toMatchObject({ locallyAdministered: true, addresses: [] });
  });

  it('reads the kind from the name where the system says no more, and routes as unknown', () => {
    const found = read({
      'Wi-Fi': [address('f2:00:00:00:00:01')],
      Ethernet: [address('00:00:00:00:00:02')],
      'vEthernet (WSL)': [address('00:15:5d:00:00:01')],
      utun3: [address('00:00:00:00:00:00')],
      Lainnya: [address('00:00:00:00:00:03')],
    });
    expect(found.map(({ name, kind }) => [name, kind])).toEqual([
      ['Ethernet', 'ethernet'],
      ['Lainnya', 'unknown'],
      ['Wi-Fi', 'wireless'],
      ['utun3', 'virtual'],
      ['vEthernet (WSL)', 'virtual'],
    ]);
    expect(found.every(({ defaultRoute }) => defaultRoute === null)).toBe(true);
    expect(found.find(({ name }) => name === 'utun3')?.mac).toBeNull();
  });

  it('says nothing when there is nothing: an empty list, never a failure', () => {
    expect(read({})).toEqual([]);
  });

  it('takes a malformed address for none', () => {
    expect(read({ eth0: [address('bukan-mac')] })[0]?.mac).toBeNull();
  });
});

describe('virtualMachineHint', () => {
  it('reads the firmware first, then the maker of a MAC address', () => {
    const [vmware] = read({ eth0: [address('00:0c:29:00:00:01')] });
    const none = at('no-dmi');
    expect(virtualMachineHint(vmware === undefined ? [] : [vmware], none)).toBe('VMware');
    expect(virtualMachineHint([], none)).toBeNull();
    mkdirSync(at('dmi'));
    writeFileSync(at('dmi', 'sys_vendor'), 'QEMU\n');
    expect(virtualMachineHint([], at('dmi'))).toBe('QEMU');
  });
});
