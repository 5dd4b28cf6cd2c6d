#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# log.sh - how fast a log is read that holds no known symptom, beside grep -F of the same literals
#
# usage: tests/bench/log.sh [PROGRAM] [RUNS] [MEGABYTES]
set -euo pipefail
here=$(dirname "$0")
program=${1:-$here/../../build/release/bin/igd-doctor} runs=${2:-5} megabytes=${3:-100}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Lines as a kernel writes them; none is known.
python3 - "$megabytes" >"$folder/kernel.log" <<'END'
import random
import sys
random.seed(1)
forms = [
    "usb {a}-{b}: new high-speed USB device number {c} using xhci_hcd",
    "usb {a}-{b}: New USB device found, idVendor={x:04x}, idProduct={y:04x}, bcdDevice= 1.00",
    "pci 0000:00:{b:02x}.{a}: BAR 0 [mem 0x{x:08x}-0x{y:08x} 64bit]",
    "audit: type=1400 audit({c}.{x}:{y}): apparmor=\"STATUS\" operation=\"profile_load\" name=\"snap{x}\"",
    "nvme nvme{a}: {b}/0/0 default/read/poll queues",
    "systemd[1]: Starting unit-{x}.service - some service number {y}...",
    "IPv6: ADDRCONF(NETDEV_CHANGE): veth{x:x}: link becomes ready",
    "EXT4-fs (sda{a}): mounted filesystem {x:08x}-{y:04x} r/w with ordered data mode. Quota mode: none.",
    "BTRFS info (device dm-{a}): using crc32c (crc32c-intel) checksum algorithm",
    "ACPI: \\_SB_.PC00.RP{b:02d}.PXSX: New power resource {x}",
]
size, number, wanted = 0, 0, int(sys.argv[1]) << 20
while size < wanted:
    block = []
    for _ in range(1000):
        number += 1
        form = random.choice(forms)
        block.append("[%12.6f] %s\n" % (number / 97, form.format(
            a=number % 8, b=number % 29, c=number, x=random.getrandbits(16), y=random.getrandbits(16))))
    text = "".join(block)
    size += len(text)
    sys.stdout.write(text)
END
jq -r '.literal | if type == "array" then .[] else . end' "$here"/../../checks/symptoms/*.json | sort -u >"$folder/literals"
echo "$(stat -c %s "$folder/kernel.log") bytes, $(wc -l <"$folder/literals") literals; lines known: $("$program" log -q "$folder/kernel.log" | wc -l)"
"$here/measure" --runs "$runs" "log=$program log -q $folder/kernel.log" \
	"grep=grep -F -f $folder/literals $folder/kernel.log" "cat=cat $folder/kernel.log"
python3 - "$program" "$folder/kernel.log" <<'END'
import os
import resource
import subprocess
import sys
subprocess.run([sys.argv[1], "log", "-q", sys.argv[2]], stdout=subprocess.DEVNULL, check=False)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print("log: %.0f MB/s of processor time" % (os.path.getsize(sys.argv[2]) / 1e6 / (usage.ru_utime + usage.ru_stime)))
END
