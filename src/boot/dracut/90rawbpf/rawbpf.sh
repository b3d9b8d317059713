#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# dracut: attaches what /etc/rawbpf/manifest says, in the initramfs; sourced as a pre-mount hook.
#
# That is after udev has settled, so that the network interfaces are there, and before the real root is mounted; so
# no program of it has run. If a --required line fails, die ends the boot: with systemd the machine halts or powers
# off, without it the kernel panics; rd.shell gives a shell first. An interface has the name that this
# initramfs gives it: without systemd's .link files, eth0.
#
# What is attached stays: switch_root moves /sys, with the bpffs and cgroup2 beneath, to the real root; systemd in the
# initramfs has mounted them itself, and binds them there.

[ ! -e /etc/rawbpf/manifest ] || rawbpf-boot || die "rawbpf: a required line of /etc/rawbpf/manifest failed"
