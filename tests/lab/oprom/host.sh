# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2054 # commas are QEMU's
#
# host - the option ROM under OVMF, one level deep, without an operating system (../lib/scenario.sh comes first)
#
# A case is a machine of its own: stock OVMF, igd-device with the ROM that the program under test builds, and
# tests/oprom/reader.c to boot from, which says what the guest sees, and powers off. About 4 seconds without KVM.

# oprom_need: the ROM's reader, and that this program has a ROM at all
oprom_need() {
	local status=0
	oprom_reader=$LAB_BUILD/tests/oprom/reader.efi
	oprom_program=$LAB_PROGRAM/prefix/bin/igd-doctor
	"$oprom_program" rom --build --device 4680 -o "$LAB_WORK/4680.rom" >>"$LAB_LOGS/build.log" 2>&1 || status=$?
	[ "$status" -ne 69 ] || skipped "the program was built without the option ROM"
	[ "$status" -eq 0 ] || failed "the ROM cannot be built: $(tail -n 1 "$LAB_LOGS/build.log")"
	[ -e "$oprom_reader" ] && [ -e "${oprom_reader%reader.efi}display.efi" ] || program_build oprom-reader
}

# oprom_need_secure: the same, and what signs the reader
oprom_need_secure() {
	need sbsign sbsigntool
	need openssl openssl
	oprom_need
}

# oprom_rom ID: prints the ROM for that iGPU
oprom_rom() {
	[ -e "$LAB_WORK/$1.rom" ] ||
		"$oprom_program" rom --build --device "$1" -o "$LAB_WORK/$1.rom" >>"$LAB_LOGS/build.log"
	printf '%s\n' "$LAB_WORK/$1.rom"
}

# oprom_firmware 12|13: prints where Debian's OVMF of that release is; nothing if it is not to be had
oprom_firmware() {
	if [ "$1" = 13 ]; then
		printf '%s\n' "$LAB_ROOT/usr/share/OVMF"
	elif dpkg-query -W -f='${Version}' ovmf 2>/dev/null | grep -q '^2022\.11'; then
		printf '%s\n' /usr/share/OVMF
	fi
}

# oprom_disk FOLDER DEBIAN SECURE: the reader as an EFI system partition of a folder; if SECURE, signed with the key of
# that Debian's snakeoil variables
oprom_disk() {
	local folder=$1 secure=$3 key
	key=$(dirname "$(oprom_firmware "$2")")/ovmf/PkKek-1-snakeoil
	mkdir -p "$folder/EFI/BOOT"
	if [ -z "$secure" ]; then
		cp "$oprom_reader" "$folder/EFI/BOOT/BOOTX64.EFI"
		return
	fi
	openssl rsa -in "$key.key" -passin pass:snakeoil -out "$LAB_WORK/snakeoil.key" 2>>"$LAB_LOGS/build.log"
	sbsign --key "$LAB_WORK/snakeoil.key" --cert "$key.pem" --output "$folder/EFI/BOOT/BOOTX64.EFI" \
		"$oprom_reader" >>"$LAB_LOGS/build.log" 2>&1
}

# case_device: igd-device, and the arguments for it and its OpRegion; adds to args
case_device() {
	local socket=$work/igd.sock tries=0 rom=''
	# shellcheck disable=SC2086 # words
	"$LAB_DEVICE" --write-opregion "$work/opregion.bin" ${the[opregion]}
	[ -n "${the[no-opregion]}" ] || args+=(-fw_cfg "name=etc/igd-opregion,file=$work/opregion.bin")
	# shellcheck disable=SC2086 # words
	(cd "$work" && exec "$LAB_DEVICE" --socket igd.sock --once --verbose --log "$LAB_LOGS/$name.device" \
		--device "${the[id]}" --gms "${the[gms]}" ${the[device]}) >>"$LAB_LOGS/device.errors" 2>&1 </dev/null &
	case_device=$!
	while [ ! -S "$socket" ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || failed "$name: igd-device does not start: $(tail -n 1 "$LAB_LOGS/device.errors")"
		sleep 0.1
	done
	[ -n "${the[no-rom]}" ] || rom=",\"romfile\":\"$(oprom_rom "${the[rom-of]:-${the[id]}}")\""
	args+=(-device "{\"driver\":\"vfio-user-pci\",\"socket\":{\"type\":\"unix\",\"path\":\"$socket\"},\"bus\":\"$bus\",\"addr\":\"${the[place]}\"$rom}")
}

case_firmware() {
	local folder code=OVMF_CODE_4M vars=OVMF_VARS_4M
	folder=$(oprom_firmware "${the[debian]}")
	case ${the[code]} in
	secboot | strictnx)
		code+=.secboot
		[ "${the[code]}" = secboot ] || code+=.strictnx
		args+=(-global driver=cfi.pflash01,property=secure,value=on)
		board+=,smm=on
		;;
	esac
	[ -z "${the[secure]}" ] || vars+=.snakeoil
	[ -n "${the[vars]}" ] || cp "$folder/$vars.fd" "$work/vars.fd"
	args+=(
		-drive "if=pflash,format=raw,unit=0,readonly=on,file=$folder/$code.fd"
		-drive "if=pflash,format=raw,unit=1,file=${the[vars]:-$work/vars.fd}"
	)
}

# oprom_case NAME KEY=VALUE...: runs a machine to its end. What it said is in $LAB_LOGS/NAME.console.
oprom_case() {
	local name=$1 args=() each board bus=pcie.0 work=$LAB_WORK/$1 case_device='' qemu tries=0 status=0
	local -A the=(
		[id]=4680 [gms]=64 [memory]=1024 [board]=q35 [debian]=13 [code]=plain [secure]='' [vars]=''
		[opregion]='' [no-opregion]='' [device]='' [no-device]='' [place]=0x2 [no-rom]='' [rom-of]=''
		[resets]=0 [more]=''
	)
	shift
	for each in "$@"; do
		[ -n "${the[${each%%=*}]+known}" ] || failed "$name: there is no ${each%%=*}"
		the[${each%%=*}]=${each#*=}
	done
	mkdir -p "$work"
	oprom_disk "$work/disk" "${the[debian]}" "${the[secure]}"
	board=${the[board]},memory-backend=m0
	[ "${the[board]}" = q35 ] || bus=pci.0
	case_firmware
	[ -n "${the[no-device]}" ] || case_device
	# shellcheck disable=SC2206 # words
	args+=(
		-machine "$board" -accel "$LAB_ACCEL" -cpu max,phys-bits=39 -m "${the[memory]}" -nodefaults -vga none -display none
		-object "memory-backend-memfd,id=m0,size=${the[memory]}M,share=on"
		-L "$LAB_ROOT/usr/share/qemu" -L "$LAB_ROOT/usr/share/seabios" -L "$LAB_ROOT/usr/lib/ipxe/qemu"
		-debugcon "file:$LAB_LOGS/$name.console" -global isa-debugcon.iobase=0x402
		-fw_cfg "name=opt/igd-doctor/resets,string=${the[resets]}"
		-drive "file=fat:$work/disk,format=raw,if=none,id=disk,readonly=on"
		-device "virtio-blk-pci,drive=disk,bus=$bus,addr=0x13,bootindex=0" ${the[more]}
	)
	printf '%s\n' "${args[@]}" >"$LAB_LOGS/$name.arguments"
	exec_in_root /usr/bin/qemu-system-x86_64 "${args[@]}" >"$LAB_LOGS/$name.qemu" 2>&1 </dev/null &
	qemu=$!
	while kill -0 "$qemu" 2>/dev/null && [ "$tries" -lt 900 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	kill "$qemu" ${case_device:+"$case_device"} 2>/dev/null || true
	wait "$qemu" || status=$?
	[ -z "$case_device" ] || wait "$case_device" || true
	[ "$tries" -lt 900 ] || fault "$name: not done after 90 s: $(tail -n 1 "$LAB_LOGS/$name.console")"
	[ "$status" -eq 0 ] || fault "$name: QEMU ended with status $status: $(tail -n 1 "$LAB_LOGS/$name.qemu")"
	[ ! -e "$work/vars.fd" ] || mv "$work/vars.fd" "$LAB_WORK/$name.vars"
	rm -rf "$work"
}

# written REGISTERS: what the device logs when one of these (hexadecimal, separated by |) is written in its
# configuration space, which is region 7
written() {
	printf 'REGION_WRITE .*: (%s) 0 7 ' "$1"
}

# expect_set_up NAME MIB REGISTER [TIMES]: all that the guest needs is there, and the guest sees it; MIB and REGISTER
# are "none" where there is no stolen memory
expect_set_up() {
	local name=$1 mib=$2 register=$3 times=${4:-1} console=$1.console
	log_count "$times" "$console" '^igdrom: igd-doctor [0-9.]+ sets up 8086:'
	log_count "$times" "$console" '^igdrom: all is set up$'
	log_count "$times" "$console" '^reader: asls=0x[1-9a-f][0-9a-f]+ size=[0-9]+ equal=1 nvs=1$'
	log_has "$name.device" "$(written fc)"
	if [ "$mib" = none ]; then
		log_count "$times" "$console" '^reader: bdsm=none 5c=0x0 c0=0x0$'
		log_lacks "$name.device" "$(written '5c|c0|c4')"
	else
		log_count "$times" "$console" "^reader: bdsm=0x[1-9a-f][0-9a-f]+ mib=$mib reserved=1 zero=1 aligned=1\$"
		log_has "$name.device" "$(written "$register")"
	fi
	log_count "$times" "$console" '^reader: end$'
}

# expect_no_stolen NAME REGEX: the OpRegion is there, the stolen memory is not, for the reason that matches
expect_no_stolen() {
	log_count 1 "$1.console" '^reader: asls=0x[1-9a-f][0-9a-f]+ size=[0-9]+ equal=1 nvs=1$'
	log_has "$1.console" "^igdrom: no stolen memory: $2"
	log_has "$1.console" '^reader: bdsm=0x[0-9a-f]+ mib=[0-9]+ reserved=0$'
	log_lacks "$1.console" '^igdrom: all is set up'
	log_lacks "$1.device" "$(written '5c|c0|c4')"
	log_count 1 "$1.console" '^reader: end$'
}

# reader NAME FIELD: prints what the reader has said of it, each time it ran
reader() {
	sed -nE "s/^reader: (.* )?$2=([^ ]*).*/\\2/p" "$LAB_LOGS/$1.console"
}
