#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What src/boot has for use at boot: the scripts alone, in images that initramfs-tools and dracut make with what
# make install put in place, and the packages of Buildroot and OpenWrt with what they would run.
. "$(dirname "$0")/../lib/apt.sh"

# The tools that make images, from the packages of this machine's Debian. Fetched once, before cli.sh takes us where
# there is no network, and never installed.
packages='initramfs-tools-core klibc-utils libklibc kmod libkmod2 udev dracut-core'
suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null)
fetched=$(cache_dir)/boot/$suite

fetch() {
	local arch package
	arch=$(dpkg --print-architecture) && apt_update "$suite" "$arch" || return 1
	for package in $packages; do
		apt_download "$suite" "$arch" "$package" "$fetched/root/$package" || return 1
	done
	: >"$fetched/complete"
}
if [ "$(id -u)" = 0 ] && [ -z "${CLI_PRIVATE:-}" ] && [ ! -e "$fetched/complete" ]; then
	rm -rf "$fetched"
	mkdir -p "$fetched"
	fetch >"$fetched/log" 2>&1
fi

. "$(dirname "$0")/../lib/cli.sh"

# Runs in dash, the nearest there is to klibc's shell. The rawbpf it finds returns what it is told.
mkdir -p "$tmp/bin" "$tmp/etc"
cat >"$tmp/bin/rawbpf" <<-END
	#!/bin/sh
	echo "\$*" >>"$tmp/called"
	exit \$(cat "$tmp/code")
END
chmod +x "$tmp/bin/rawbpf"
boot() { # CODE
	active || return 0
	rm -f "$tmp/called"
	echo "$1" >"$tmp/code"
	run env PATH="$tmp/bin:$PATH" sh src/boot/rawbpf-boot "$tmp/etc"
}
manifest() { cat >"$tmp/etc/manifest"; }

case_ "all scripts are shell, and shellcheck has nothing to say"
scripts=$(grep -rl '^#!/bin/sh' src/boot)
for script in $scripts; do
	run sh -n "$script"
	expect_exit 0
done
need_command shellcheck
# shellcheck disable=SC2086 # words
run shellcheck $scripts src/boot/dracut/90rawbpf/module-setup.sh
expect_exit 0

case_ "without a manifest nothing is run, and the boot goes on"
active && rm -f "$tmp/etc/manifest"
boot 5
expect_exit 0
expect test ! -e "$tmp/called"

case_ "rawbpf init is run on the folder, and its success is ours"
manifest <<<'a.o --required'
boot 0
expect_exit 0
expect grep -qx -- "init $tmp/etc" "$tmp/called"

case_ "the boot stops if rawbpf says so"
boot 5
expect_exit 1

case_ "if rawbpf was killed or not started, then what is required counts as failed"
boot 137
expect_exit 1
boot 127
expect_exit 1
manifest <<<$'# --required\na.o'
boot 137
expect_exit 0

case_ "the files to take along are the manifest, its objects and the list of modules"
manifest <<<$'# no.o\n\na.o p=xdp:lo --pin /x\n  or sub/b.o\n/abs/c.o\t--required\nexec /bin/sh\npoweroff'
active && : >"$tmp/etc/modules"
run sh src/boot/rawbpf-boot files "$tmp/etc"
expect_exit 0
expect_out_is "$tmp/etc/manifest
$tmp/etc/modules
$tmp/etc/a.o
$tmp/etc/sub/b.o
/abs/c.o"
rm -f "$tmp/etc/modules"

case_ "the bpffs and tracefs are mounted if they are not, and only once"
need_root
mounts() { grep -c " $1 .* - $2 " /proc/self/mountinfo; }
active && umount /sys/fs/bpf && { umount /sys/kernel/tracing || true; }
boot 0
boot 0
expect_exit 0
expect_quiet
expect test "$(mounts /sys/fs/bpf bpf)" = 1
[ ! -d /sys/kernel/tracing ] || expect test "$(mounts /sys/kernel/tracing tracefs)" = 1

case_ "modules named are loaded before, and one that is not there is told"
active && printf '#!/bin/sh\n[ "$1" = dummy ]\n' >"$tmp/bin/modprobe" && chmod +x "$tmp/bin/modprobe"
active && printf '# drivers\ndummy\nno_such\n' >"$tmp/etc/modules"
boot 0
expect_exit 0
expect_err '^rawbpf: no module no_such$'
expect_no_err 'dummy'
rm -f "$tmp/etc/modules"

case_ "what udev is doing is waited for, with or without modules"
active && printf '#!/bin/sh\necho "udevadm $*" >>"%s"\n' "$tmp/called" >"$tmp/bin/udevadm" && chmod +x "$tmp/bin/udevadm"
boot 0
expect_exit 0
expect test "$(sed -n '1s/^\(udevadm settle\).*/\1/p; 2s/ .*//p' "$tmp/called" | tr '\n' ' ')" = "udevadm settle init "
rm -f "$tmp/bin/udevadm"

# The command as built; older ones have no init.
real_init() {
	"$RAWBPF" help 2>/dev/null | grep -qw init || skip "this rawbpf has no init"
	need_root
	need_file "$BUILD/progs/xdp_count.bpf.o"
}

case_ "with the real command a program is attached and pinned, and a required failure stops the boot"
real_init
active && rm -f "$tmp/bin/rawbpf" && ln -s "$(realpath "$RAWBPF")" "$tmp/bin/rawbpf"
active && cp "$BUILD/progs/xdp_count.bpf.o" "$tmp/etc"
manifest <<<'xdp_count.bpf.o xdp_count=xdp:lo --pin /sys/fs/bpf/boot_test --required'
run env PATH="$tmp/bin:$PATH" sh src/boot/rawbpf-boot "$tmp/etc"
expect_exit 0
expect test -e /sys/fs/bpf/boot_test/links/xdp_count
active && rm -r /sys/fs/bpf/boot_test
manifest <<<$'no_such.o --required\nor not_this.o'
run env PATH="$tmp/bin:$PATH" sh src/boot/rawbpf-boot "$tmp/etc"
expect_exit 1
manifest <<<$'no_such.o --required\nor xdp_count.bpf.o xdp_count=xdp:lo --pin /sys/fs/bpf/boot_test\nno_such.o'
run env PATH="$tmp/bin:$PATH" sh src/boot/rawbpf-boot "$tmp/etc"
expect_exit 0
expect test -e /sys/fs/bpf/boot_test/links/xdp_count

# ---- images --------------------------------------------------------------------------------------
#
# A root to make images in: /usr is this machine's with the packages and our own installation over it, read only; the
# rest is ours. No maintainer script runs. Nothing of the machine can be written there, and what is mounted is
# mounted in a namespace that ends with the command: when $tmp is removed, nothing in it is but files.
root=$tmp/root over=$tmp/over/usr version=6.1.0-boot

in_root() {
	CLI_TIMEOUT=300 run unshare --mount --propagation private sh -c 'root=$0 over=$1 && shift &&
		mount -t overlay -o "ro,lowerdir=$over:/usr" overlay "$root/usr" &&
		mount -t proc proc "$root/proc" && mount -t tmpfs dev "$root/dev" &&
		mknod -m 666 "$root/dev/null" c 1 3 && mknod -m 666 "$root/dev/urandom" c 1 9 &&
		ln -s /proc/self/fd "$root/dev/fd" && exec chroot "$root" "$@"' "$root" "$over" "$@"
}

make_root() {
	local package modules=$over/lib/modules/$version
	mkdir -p "$over" "$root"/{usr,proc,dev,tmp,var/tmp,boot,opt,etc/rawbpf/sub,etc/initramfs-tools/{scripts,hooks}}
	ln -s usr/bin usr/sbin usr/lib "$root"
	ln -s usr/lib "$root/lib64"
	[ ! -d /usr/lib64 ] || ln -sfn usr/lib64 "$root/lib64"
	cp -a /etc/passwd /etc/group /etc/ld.so.* /etc/alternatives /etc/os-release "$root/etc"
	for package in $packages; do
		cp -a "$fetched/root/$package/." "$tmp/over"
		for dir in bin sbin lib; do
			[ ! -d "$tmp/over/$dir" ] || { mkdir -p "$over/$dir" && cp -a "$tmp/over/$dir/." "$over/$dir" && rm -r "$tmp/over/$dir"; }
		done
	done
	cp -a "$tmp/over/etc/." "$root/etc"
	sed -i 's/^MODULES=.*/MODULES=list/; s/^COMPRESS=.*/COMPRESS=gzip/; s/^BUSYBOX=.*/BUSYBOX=n/' "$root/etc/initramfs-tools/initramfs.conf"
	echo 'CONFIG_RD_GZIP=y' >"$root/boot/config-$version"
	mkdir -p "$modules/kernel"
	touch "$modules"/modules.{order,builtin,builtin.modinfo}
	echo '__attribute__((section(".modinfo"), used)) static const char l[] = "license=GPL";' >"$tmp/m.c"
	cc -c "$tmp/m.c" -o "$modules/kernel/boot_module.ko"
	ln -s "$over/bin/kmod" "$tmp/depmod"
	"$tmp/depmod" -b "$over" "$version"
	make -s O="$BUILD" install install-boot DESTDIR="$tmp/over"
	printf 'one.o --required\nor sub/two.o\n/opt/three.o\n' >"$root/etc/rawbpf/manifest"
	echo boot_module >"$root/etc/rawbpf/modules"
	echo one >"$root/etc/rawbpf/one.o"
	echo two >"$root/etc/rawbpf/sub/two.o"
	echo three >"$root/opt/three.o"
}
need_image_root() {
	need_root
	need_command cpio
	[ -e "$fetched/complete" ] || skip "no packages: $(head -n 1 "$fetched/log")"
	[ "$(readlink -f /bin)" = /usr/bin ] || skip "/bin is not /usr/bin here"
	! active || [ -e "$root" ] || make_root >"$tmp/log" 2>&1 || fail "no root: $(tail -n 1 "$tmp/log")"
	[ ! -e "$tmp/overlay" ] || return 0
	in_root /bin/true
	! active || [ "$status" = 0 ] || skip "no overlay here: $(cat "$err")"
	! active || : >"$tmp/overlay"
}

expect_in_image() {
	local file
	for file in etc/rawbpf/manifest etc/rawbpf/one.o etc/rawbpf/sub/two.o opt/three.o; do
		expect cmp "$root/$file" "$root/image/$file"
	done
	expect test -x "$root/image/usr/bin/rawbpf"
	expect test -x "$root/image/usr/bin/rawbpf-boot"
	expect test -n "$(find "$root/image/" -name boot_module.ko 2>/dev/null)"
	run chroot "$root/image" rawbpf version
	expect_exit 0
}

case_ "an image of initramfs-tools has the command, the manifest, its objects and modules"
need_image_root
in_root mkinitramfs -o /image.gz "$version"
expect_exit 0
expect_no_err 'rawbpf'
active && mkdir "$root/image" && gzip -dc "$root/image.gz" | (cd "$root/image" && cpio -idm --quiet)
expect_in_image
expect grep -q '^/scripts/init-premount/rawbpf ' "$root/image/scripts/init-premount/ORDER"

# The script in the image, with the image's shell and mount. It may call halt: in a pid namespace that would end
# nobody but us, and it is not allowed to either.
boot_image() { # CODE
	active || return 0
	printf '#!/bin/sh\nexit %s\n' "$1" >"$root/image/usr/bin/rawbpf"
	run unshare --mount --propagation private --pid --fork setpriv --bounding-set -sys_boot sh -c '
		mount -t proc proc "$0/proc" && mount -t sysfs sysfs "$0/sys" && mount -t tmpfs dev "$0/dev" &&
		mknod -m 666 "$0/dev/null" c 1 3 &&
		exec chroot "$0" sh -c "panic=0 quiet=n; export panic quiet; . /scripts/functions
			run_scripts /scripts/init-premount; echo goes on; cat /proc/mounts"' "$root/image"
}

case_ "the script of the image mounts the bpffs with what is in there, and goes on"
need_image_root
need_file "$root/image/scripts/init-premount/ORDER"
active && mkdir -p "$root"/image/{proc,sys,dev}
boot_image 0
expect_out '^goes on$'
expect_out '^bpf /sys/fs/bpf bpf .*nosuid'
expect_no_out 'required line|Halting'

case_ "the script of the image stops the boot after a required failure"
need_image_root
need_file "$root/image/scripts/init-premount/ORDER"
boot_image 5
expect_out '^rawbpf: a required line of /etc/rawbpf/manifest failed'
expect_out '^Halting automatically'

case_ "an object that is not there is told when the image is made, and not at boot"
need_image_root
active && mv "$root/opt/three.o" "$root/opt/four.o"
in_root mkinitramfs -o /image.gz "$version"
expect_exit 1
expect_err '^E: rawbpf: /etc/rawbpf/manifest names /opt/three.o, which is not there$'
active && mv "$root/opt/four.o" "$root/opt/three.o"

case_ "an image of dracut has the same, and the hook before the root is mounted"
need_image_root
active && rm -rf "$root/image" && mkdir "$root/image"
in_root dracut --force --no-early-microcode --no-hostonly --no-compress --modules 'rawbpf base' --kver "$version" \
	/image.dracut
expect_exit 0
active && (cd "$root/image" && cpio -idm --quiet <"$root/image.dracut")
expect_in_image
expect test -n "$(find "$root/image/" -path '*/hooks/pre-mount/10-rawbpf.sh' 2>/dev/null)"

# ---- packages ------------------------------------------------------------------------------------

case_ "the package of Buildroot builds a command and installs it with its script"
active && cat >"$tmp/buildroot.mk" <<'END'
qstrip = $(strip $(subst ",,$(1)))
define generic-package
$(DIR)/build: ; $$(RAWBPF_BUILD_CMDS)
$(DIR)/target: ; $$(RAWBPF_INSTALL_TARGET_CMDS)
$(DIR)/sysv: ; $$(RAWBPF_INSTALL_INIT_SYSV)
$(DIR)/systemd: ; $$(RAWBPF_INSTALL_INIT_SYSTEMD)
$(DIR)/site: ; @echo '$$(RAWBPF_SITE_METHOD) $$(RAWBPF_SITE)'
$(DIR)/kernel: ; $$(RAWBPF_LINUX_CONFIG_FIXUPS)
.PHONY: $(DIR)/build
endef
KCONFIG_ENABLE_OPT = @echo $(1)
INSTALL = install
RAWBPF_PKGDIR = src/boot/buildroot
TARGET_CONFIGURE_OPTS = CC="cc" CFLAGS="-O1 -DBUILDROOT" NM=nm
include src/boot/buildroot/rawbpf.mk
END
buildroot() { # TARGET VARIABLE...
	local target=$1
	shift
	CLI_TIMEOUT=300 run make -s -f "$tmp/buildroot.mk" DIR="$tmp/br" TARGET_DIR="$tmp/target" "$@" "$tmp/br/$target"
}
active && mkdir "$tmp/br" && cp -r Makefile LICENSE asm progs src uapi tests "$tmp/br"
buildroot build BR2_PACKAGE_RAWBPF_STATIC=y
expect_exit 0
buildroot target BR2_PACKAGE_RAWBPF_BOOT_INIT=y
expect_exit 0
buildroot sysv BR2_PACKAGE_RAWBPF_BOOT_INIT_SCRIPT=y
expect_exit 0
buildroot systemd BR2_PACKAGE_RAWBPF_BOOT_INIT_SCRIPT=y
expect_exit 0
run "$tmp/target/usr/bin/rawbpf" version
expect_exit 0
run readelf -l "$tmp/target/usr/bin/rawbpf"
expect_no_out INTERP
expect test "$(readlink "$tmp/target/init")" = usr/bin/rawbpf
expect test -x "$tmp/target/usr/bin/rawbpf-boot"
expect test -x "$tmp/target/etc/init.d/S02rawbpf"
expect test -s "$tmp/target/usr/lib/systemd/system/rawbpf.service"

case_ "the package of Buildroot takes its sources from where the user says, and asks for a kernel with BPF"
buildroot site BR2_PACKAGE_RAWBPF_SOURCE='"/some/where"'
expect_out_is 'local /some/where'
buildroot kernel
expect_out '^CONFIG_BPF_SYSCALL$'
expect_out '^CONFIG_CGROUP_BPF$'

case_ "every option that rawbpf.mk asks for is in Config.in, and the other way round"
options() { grep -o 'BR2_PACKAGE_RAWBPF_[A-Z_]*' "$1" | sort -u | grep -v BOOT_NONE; }
expect test "$(options src/boot/buildroot/rawbpf.mk)" = "$(grep '^config' src/boot/buildroot/Config.in | options /dev/stdin)"
blocks() { grep -c "^$1\b" src/boot/buildroot/Config.in; }
expect test "$(blocks if)/$(blocks choice)" = "$(blocks endif)/$(blocks endchoice)"

case_ "S02rawbpf starts, and tells a failure"
manifest <<<'a.o --required'
active && rm -f "$tmp/bin/rawbpf" && printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/rawbpf-boot" && chmod +x "$tmp/bin/rawbpf-boot"
run env PATH="$tmp/bin:$PATH" sh src/boot/buildroot/S02rawbpf start
expect_exit 1
expect_out '^Starting rawbpf: FAIL$'
active && printf '#!/bin/sh\n' >"$tmp/bin/rawbpf-boot"
run env PATH="$tmp/bin:$PATH" sh src/boot/buildroot/S02rawbpf start
expect_exit 0
expect_out '^Starting rawbpf: OK$'

case_ "the package of OpenWrt builds a command and installs it with its script"
active && mkdir "$tmp/wrt" && cat >"$tmp/wrt/package.mk" <<'END'
MAKE_FLAGS = CC=cc ARCH=mips
define Build/Compile/Default
	CFLAGS=-O1 $(MAKE) -C $(PKG_BUILD_DIR) $(MAKE_FLAGS) $(1)
endef
define BuildPackage
prepare: ; $(Build/Prepare)
compile: ; $(Build/Compile)
install: ; $(call Package/$(1)/install,$(PKG_INSTALL_DIR))
endef
CP = cp -fpR
INSTALL_DIR = install -d -m0755
INSTALL_BIN = install -m0755
END
active && : >"$tmp/wrt/rules.mk"
openwrt() { # TARGET
	CLI_TIMEOUT=300 run make -s -C src/boot/openwrt TOPDIR="$tmp/wrt" INCLUDE_DIR="$tmp/wrt" PKG_BUILD_DIR="$tmp/wrt/build" \
		PKG_INSTALL_DIR="$tmp/wrt/root" "$@"
}
openwrt prepare
expect_exit 2
expect_out 'RAWBPF_SOURCE is not the folder'
for step in prepare compile install; do
	openwrt $step RAWBPF_SOURCE="$PWD"
	expect_exit 0
done
run "$tmp/wrt/root/usr/sbin/rawbpf" version
expect_exit 0
expect test -x "$tmp/wrt/root/usr/sbin/rawbpf-boot"
expect grep -q '^START=18$' "$tmp/wrt/root/etc/init.d/rawbpf"

case_ "systemd finds nothing wrong with the unit"
need_command systemd-analyze
active && mkdir "$tmp/unit" && sed "s|ExecStart=rawbpf-boot|ExecStart=$PWD/src/boot/rawbpf-boot|; /^Documentation/d" \
	src/boot/systemd/rawbpf.service >"$tmp/unit/rawbpf.service"
run systemd-analyze verify --man=no "$tmp/unit/rawbpf.service"
expect_no_err 'rawbpf\.service'
expect_exit 0
