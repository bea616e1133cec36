// The network interfaces of this computer as facts for the device record: what the system says, null where it says nothing.
// Linux knows more (sysfs, procfs); elsewhere the kind is read from the name.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { isLocallyAdministered, type DeviceRecord } from '../../app/domain/device-record.ts';

type InterfaceFacts = DeviceRecord['interfaces'][number];

/** Where to look; tests point it elsewhere. */
export interface InterfaceSources {
  readonly interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** `/sys/class/net`. */
  readonly sysClassNet: string;
  /** `/proc/net`. */
  readonly procNet: string;
}

export function systemInterfaceSources(): InterfaceSources {
  return { interfaces: networkInterfaces(), sysClassNet: '/sys/class/net', procNet: '/proc/net' };
}

/** Sorted by name. An empty list means that the system told nothing: a fact too, never an obstacle (trust.md P02). */
export function readInterfaces(sources: InterfaceSources): readonly InterfaceFacts[] {
  const routes = defaultRoutes(sources.procNet);
  const names = new Set([...Object.keys(sources.interfaces), ...entriesOf(sources.sysClassNet)]);
  return [...names].sort().map((name) => {
    const known = sources.interfaces[name] ?? [];
    const mac = usableMac(known[0]?.mac ?? textOf(join(sources.sysClassNet, name, 'address')));
    return {
      name: name.slice(0, 256),
      mac,
      locallyAdministered: mac !== null && isLocallyAdministered(mac),
      kind: kindOf(name, sources.sysClassNet, known),
      addresses: known.map(({ address }) => address.slice(0, 64)).sort(),
      defaultRoute: routes === null ? null : routes.has(name),
    };
  });
}

const MACHINE_MAKERS: readonly (readonly [string, string])[] = [
  ['00:05:69', 'VMware'],
  ['00:0c:29', 'VMware'],
  ['00:50:56', 'VMware'],
  ['08:00:27', 'VirtualBox'],
  ['52:54:00', 'QEMU/KVM'],
  ['00:15:5d', 'Hyper-V'],
  ['00:1c:42', 'Parallels'],
  ['00:16:3e', 'Xen'],
];

/** A maker of virtual machines that the firmware's names or a MAC address point to; null when none does. */
export function virtualMachineHint(
  interfaces: readonly InterfaceFacts[],
  dmiFolder = '/sys/class/dmi/id',
): string | null {
  const firmware = ['sys_vendor', 'product_name'].map((file) => textOf(join(dmiFolder, file)) ?? '').join(' ');
  const named = /VMware|VirtualBox|QEMU|KVM|Hyper-V|Virtual Machine|Parallels|Xen|Bochs/i.exec(firmware)?.[0];
  if (named !== undefined) return named;
  const maker = MACHINE_MAKERS.find(([prefix]) => interfaces.some(({ mac }) => mac?.startsWith(prefix)));
  return maker?.[1] ?? null;
}

function kindOf(name: string, sysClassNet: string, known: readonly NetworkInterfaceInfo[]): InterfaceFacts['kind'] {
  if (known.some(({ internal }) => internal)) return 'loopback';
  const folder = join(sysClassNet, name);
  if (existsSync(folder)) {
    if (existsSync(join(folder, 'wireless')) || existsSync(join(folder, 'phy80211'))) return 'wireless';
    // ARPHRD_LOOPBACK and ARPHRD_ETHER of Linux's if_arp.h.
    const type = textOf(join(folder, 'type'));
    if (type === '772') return 'loopback';
    if (linkTarget(folder).includes('/virtual/')) return 'virtual';
    return type === '1' ? 'ethernet' : 'unknown';
  }
  return kindByName(name);
}

function kindByName(name: string): InterfaceFacts['kind'] {
  if (/^lo\d*$|loopback/i.test(name)) return 'loopback';
  if (
    /^(utun|tun|tap|bridge|vmnet|vnic|veth|docker|virbr|awdl|llw|anpi|gif|stf)|vEthernet|VMware|VirtualBox|WSL/i.test(
      name,
    )
  )
    return 'virtual';
  if (/wi-?fi|wlan|wireless|^wl/i.test(name)) return 'wireless';
  return /ethernet|^eth|^en[ops]/i.test(name) ? 'ethernet' : 'unknown';
}

/** Names of the interfaces with a default route (IPv4 or IPv6); null where the system does not list routes. */
function defaultRoutes(procNet: string): ReadonlySet<string> | null {
  const four = textOf(join(procNet, 'route'));
  if (four === null) return null;
  const names = new Set<string>();
  for (const line of four.split('\n').slice(1)) {
    const [name, destination, , flags] = line.split('\t');
    // RTF_UP; an all-zero destination is the default.
    if (name !== undefined && destination === '00000000' && (Number.parseInt(flags ?? '', 16) & 1) === 1)
      names.add(name);
  }
  for (const line of (textOf(join(procNet, 'ipv6_route')) ?? '').split('\n')) {
    const fields = line.trim().split(/\s+/);
    const name = fields.at(-1);
    if (/^0{32}$/.test(fields[0] ?? '') && fields[1] === '00' && name !== undefined && name !== 'lo') names.add(name);
  }
  return names;
}

function usableMac(mac: string | null): string | null {
  const text = mac?.toLowerCase() ?? '';
  return /^([0-9a-f]{2}:){5,7}[0-9a-f]{2}$/.test(text) && !/^[0:]+$/.test(text) ? text : null;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // Not Linux, or not allowed: the fact is missing, which the record says.
    return null;
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name !== 'bonding_masters');
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return '';
  }
}
