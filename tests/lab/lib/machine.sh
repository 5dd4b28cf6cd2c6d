# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2054 # commas are QEMU's
#
# machine - the virtual machine L1: what it is made of, its start and its end
#
# q35 with QEMU's VT-d, an iGPU from igd-device over vfio-user at 00:02.0, and the tree as root file system over
# virtiofs. Every function on pcie.0 has its address here: what has none may get slot 2.

# shellcheck source=options.sh
. "$LAB_HERE/lib/options.sh"

lab_pids=()
lab_await_from=1

# ---- QEMU's arguments, one function for each part; they add to the array "args" of machine_start

# Wider than the VT-d unit, as Intel's are; and never with virtualization of its own, whatever runs the lab.
machine_cpu() {
	local cpu=max,phys-bits=46,-vmx,-svm
	if [ "$LAB_ACCEL" = tcg ]; then
		cpu+=",vendor=GenuineIntel,family=6,model=151,stepping=2,model-id=12th Gen Intel(R) Core(TM) i7-12700K"
	fi
	printf '%s\n' "${lab_machine[cpu]:-$cpu}"
}

machine_board() {
	local accel=tcg,thread=multi,tb-size=512
	[ "$LAB_ACCEL" = tcg ] || accel=$LAB_ACCEL
	args+=(
		-machine "q35,kernel-irqchip=split,memory-backend=m0,smbus=off" -accel "$accel"
		-cpu "$(machine_cpu)" -smp "${lab_machine[cpus]}" -m "${lab_machine[memory]}"
		-object "memory-backend-memfd,id=m0,size=${lab_machine[memory]}M,share=on"
		-L "$LAB_ROOT/usr/share/qemu" -L "$LAB_ROOT/usr/share/seabios" -L "$LAB_ROOT/usr/lib/ipxe/qemu"
		# BARs below 4 GiB: above, SeaBIOS would put them beyond the VT-d's 39 bits
		-fw_cfg name=opt/org.seabios/pci64,string=0
		-smbios 'type=0,vendor=American Megatrends International,version=1.40'
		-smbios 'type=1,manufacturer=Micro-Star International,product=MS-7D25'
		-vga none -display none -nodefaults -monitor "unix:$LAB_WORK/monitor.sock,server,nowait"
	)
	# caching-mode: QEMU refuses assigned devices behind its VT-d without it
	if [ "${lab_machine[vtd]}" != none ]; then
		args+=(-device "intel-iommu,intremap=on,aw-bits=${lab_machine[vtd]},caching-mode=on")
	fi
	if [ "${lab_machine[serial]}" = stdio ]; then
		args+=(-serial mon:stdio)
	else
		args+=(-chardev "file,id=serial,path=$LAB_LOGS/serial.log,append=on" -serial chardev:serial)
	fi
}

# vfio_user SOCKET ADDRESS: function 0 says so if the audio function is in the same slot
vfio_user() {
	local more=''
	[ "${lab_machine[audio-at]}" != "$2.0x1" ] || more=',"multifunction":true'
	[ "$2" != 0x2 ] || [ -z "${lab_machine[rom]}" ] || more+=",\"romfile\":\"${lab_machine[rom]}\""
	printf '{"driver":"vfio-user-pci","socket":{"type":"unix","path":"%s"},"bus":"pcie.0","addr":"%s"%s}' \
		"$LAB_WORK/$1" "$2" "$more"
}

# The device's sockets are in LAB_WORK; igd-device serves the audio function as well if it was asked for.
machine_device() {
	local blob=${lab_machine[opregion]}
	[ "${lab_device_args[*]}" != none ] || return 0
	if [ "$blob" = made ]; then
		blob=$LAB_WORK/opregion.bin
		"$LAB_DEVICE" --write-opregion "$blob" "${lab_opregion_args[@]}"
	fi
	[ "$blob" = none ] || args+=(-fw_cfg "name=etc/igd-opregion,file=$blob")
	args+=(-device "$(vfio_user igd.sock 0x2)")
	lab_sockets+=("$LAB_WORK/igd.sock")
	(cd "$LAB_WORK" && exec "$LAB_DEVICE" --socket igd.sock --once --log "$LAB_LOGS/device.log" \
		"${lab_device_args[@]}") >>"$LAB_LOGS/device.errors" 2>&1 </dev/null &
	lab_pids+=($!)
	if [[ " ${lab_device_args[*]} " = *" --audio "* ]]; then
		args+=(-device "$(vfio_user audio.sock "${lab_machine[audio-at]}")")
		lab_sockets+=("$LAB_WORK/audio.sock")
	fi
}

machine_shares() {
	local share=$LAB_WORK/labin
	rm -rf "$share"
	mkdir -p "$share/in" "$share/out" "$LAB_LOGS/out"
	cp -r "$LAB_HERE/guest" "$share/"
	cp -al "$LAB_PROGRAM" "$share/program"
	[ ! -e "$LAB_WORK/in" ] || cp -r "$LAB_WORK/in/." "$share/in/"
	[ ! -e "$LAB_WORK/run.sh" ] || cp "$LAB_WORK/run.sh" "$share/"
	args+=(
		-fsdev "local,id=labin,path=$share,security_model=none,readonly=on"
		-device virtio-9p-pci,fsdev=labin,mount_tag=labin,bus=pcie.0,addr=0x11
		-fsdev "local,id=labout,path=$LAB_LOGS/out,security_model=none"
		-device virtio-9p-pci,fsdev=labout,mount_tag=labout,bus=pcie.0,addr=0x12
	)
}

machine_tree() {
	local initrd=${lab_machine[initrd]} append=${lab_machine[append]}
	if [ ${#lab_dmar_args[@]} -gt 0 ]; then
		initrd=$LAB_WORK/dmar.cpio
		"$LAB_DEVICE" --write-dmar-cpio "$initrd" "${lab_dmar_args[@]}"
	fi
	: "${append:=root=rootfs rootfstype=virtiofs ro init=/lab/init console=ttyS0 no_timer_check panic=-1}"
	exec_in_root /usr/libexec/virtiofsd --socket-path "$LAB_WORK/root.sock" --shared-dir "$LAB_ROOT" --sandbox none \
		--readonly --cache always --log-level warn >>"$LAB_LOGS/virtiofsd.log" 2>&1 </dev/null &
	lab_pids+=($!)
	lab_sockets+=("$LAB_WORK/root.sock")
	args+=(
		-chardev "socket,id=root,path=$LAB_WORK/root.sock"
		-device vhost-user-fs-pci,chardev=root,tag=rootfs,bus=pcie.0,addr=0x10
		-kernel "${lab_machine[kernel]:-$(lab_kernel)}" -append "$append ${lab_kernel_args[*]}" -no-reboot
	)
	[ -z "$initrd" ] || args+=(-initrd "$initrd")
}

# A kernel that QEMU loads is booted first as well, and only one thing can be.
machine_disk() {
	local first=,bootindex=0
	[ "${lab_machine[boot]}" = disk ] || first=''
	args+=(
		-drive "file=${lab_machine[disk]},format=${lab_machine[disk-format]},if=none,id=disk,cache=unsafe"
		-device "virtio-blk-pci,drive=disk,bus=pcie.0,addr=0x13$first"
	)
}

machine_ovmf() {
	local vars=${lab_machine[ovmf-vars]}
	if [ -z "$vars" ]; then
		vars=$LAB_WORK/OVMF_VARS.fd
		cp "$LAB_ROOT/usr/share/OVMF/OVMF_VARS_4M.fd" "$vars"
	fi
	args+=(
		-drive "if=pflash,format=raw,unit=0,readonly=on,file=$LAB_ROOT/usr/share/OVMF/OVMF_CODE_4M.fd"
		-drive "if=pflash,format=raw,unit=1,file=$vars"
	)
}

# ---- its life

# Waits until every socket that QEMU connects to is there.
machine_sockets() {
	local socket tries=0
	for socket in "${lab_sockets[@]}"; do
		while [ ! -S "$socket" ]; do
			tries=$((tries + 1))
			[ "$tries" -lt 100 ] || lab_fail "$(basename "$socket") does not appear ($LAB_LOGS)"
			sleep 0.1
		done
	done
}

machine_start() {
	local args=() lab_sockets=()
	rm -f "$LAB_WORK"/*.sock
	machine_board
	machine_device
	machine_shares
	[ "${lab_machine[boot]}" = disk ] || machine_tree
	[ -z "${lab_machine[disk]}" ] || machine_disk
	[ "${lab_machine[firmware]}" = bios ] || machine_ovmf
	args+=("${lab_qemu_args[@]}")
	machine_sockets
	printf '%s\n' "${args[@]}" >"$LAB_LOGS/qemu.arguments"
	if [ "${lab_machine[serial]}" = stdio ]; then
		in_root /usr/bin/qemu-system-x86_64 "${args[@]}"
		return
	fi
	touch "$LAB_LOGS/serial.log"
	lab_await_from=$(($(stat -c %s "$LAB_LOGS/serial.log") + 1))
	exec_in_root /usr/bin/qemu-system-x86_64 "${args[@]}" >>"$LAB_LOGS/qemu.log" 2>&1 </dev/null &
	lab_qemu=$!
	lab_pids+=("$lab_qemu")
}

# machine_await REGEX SECONDS
machine_await() {
	local regex=$1 deadline=$((SECONDS + $2)) log=$LAB_LOGS/serial.log ended='' match
	while :; do
		machine_runs || ended=yes
		match=$(tail -c "+$lab_await_from" "$log" | grep -aobEm1 -- "$regex") && break
		[ -z "$ended" ] && [ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.2
	done
	lab_await_from=$((lab_await_from + ${match%%:*} + 1))
}

machine_runs() {
	kill -0 "$lab_qemu" 2>/dev/null
}

# machine_wait SECONDS
machine_wait() {
	local deadline=$((SECONDS + $1))
	while machine_runs; do
		[ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.2
	done
}

machine_stop() {
	if [ ${#lab_pids[@]} -gt 0 ]; then
		kill "${lab_pids[@]}" 2>/dev/null || true
		wait "${lab_pids[@]}" 2>/dev/null || true
	fi
	lab_pids=()
}
