// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * advice - the directives of remedies, filled in for one host: the right file, the right command
 *
 * Every built-in plugin names igd_advice_expand() as its expand(). Each directive becomes an imperative clause
 * without a capital and without a full stop, so that remedies can be put together from them:
 *
 *     {kernel-arg+ ARGS}        add `intel_iommu=on` to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub and
 *                               run `update-grub`
 *     {kernel-arg- ARG}         take `intel_iommu=igfx_off` out of ... (the file and line that hold it) and run ...
 *     {kernel-arg-apply}        run `update-grub`: what makes an edited configuration effective at the next boot
 *     {modprobe LINE}           put `options vfio-pci ids=8086:4680` into /etc/modprobe.d/igd-doctor.conf
 *                               (or what takes its place: NixOS gets its snippet)
 *     {vfio-ids+ IDS}           the same for ids that vfio-pci is to have as well as those it is given: put
 *                               `options vfio-pci ids=8086:4680` into ..., or extend the list that is there
 *     {initramfs}               rebuild the initramfs with `update-initramfs -u`
 *     {initramfs-modprobe}      the same where the image lacks what stands in /etc/modprobe.d: dracut has to be told
 *                               to take it along
 *     {initramfs-module+ MODS}  add `vfio_pci` to /etc/initramfs-tools/modules and run `update-initramfs -u`
 *     {away}                    reboot: where that takes the iGPU from the host; with a warning if no other way in
 *                               was found
 *     {restart SERVICE}         `rc-service libvirtd restart`: the command alone
 *     {install PACKAGE}         `apt install PACKAGE`: the command alone
 *
 * What this host's loader, initramfs tool or init is could not be told: the clause says what has to be done in
 * general words ("add `intel_iommu=on` to the kernel command line in your boot loader's configuration").
 */
#ifndef IGD_FACTS_HOST_ADVICE_H
#define IGD_FACTS_HOST_ADVICE_H

#include "core/host.h"

/*
 * NULL for a directive that is none; without a host also for one with an argument, which then stands for itself
 * (a host with nothing in it gives the general words). The text lives as long as the host, or for ever.
 */
IGD_EXPORT const char *igd_advice_expand(struct igd_host *host, const char *directive);

#endif
