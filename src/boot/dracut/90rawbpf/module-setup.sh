#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
#
# dracut: puts rawbpf, /etc/rawbpf/manifest, the objects it names and the modules of /etc/rawbpf/modules in the
# initramfs; rawbpf.sh runs it there. To use it, after `make install install-boot`: write /etc/rawbpf/manifest,
# then `dracut --force`. Without a manifest the module is left out.
#
# The same with and without systemd in the initramfs: dracut-pre-mount.service runs the hooks of its name too.

# dracut looks in the system's folders only; `make install` puts it in /usr/local/bin.
rawbpf_find() {
	local folder
	for folder in /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin; do
		[[ -x ${dracutsysrootdir-}$folder/$1 ]] && echo "$folder/$1" && return
	done
	return 1
}

# called by dracut
check() {
	[[ -e ${dracutsysrootdir-}/etc/rawbpf/manifest ]] || return 255
	require_binaries "$(rawbpf_find rawbpf)" "$(rawbpf_find rawbpf-boot)"
}

# called by dracut
depends() {
	echo base
}

# called by dracut
installkernel() {
	local module
	[[ -e ${dracutsysrootdir-}/etc/rawbpf/modules ]] || return 0
	while read -r module _; do
		case $module in
		'' | '#'*) ;;
		*) instmods "$module" ;;
		esac
	done <"${dracutsysrootdir-}/etc/rawbpf/modules"
}

# called by dracut
install() {
	local file list boot
	boot=$(rawbpf_find rawbpf-boot)
	list=$("${dracutsysrootdir-}$boot" files "${dracutsysrootdir-}/etc/rawbpf") || return 1
	inst_multiple mount modprobe
	inst_binary "$(rawbpf_find rawbpf)" /usr/bin/rawbpf
	inst_script "$boot" /usr/bin/rawbpf-boot
	while read -r file; do
		inst_simple "${file#"${dracutsysrootdir-}"}" || {
			dfatal "rawbpf: /etc/rawbpf/manifest names $file, which is not there"
			exit 1
		}
	done <<<"$list"
	# shellcheck disable=SC2154 # dracut's
	inst_hook pre-mount 10 "$moddir/rawbpf.sh"
}
