# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034 # who reads this file uses them
#
# The machines and kernels of the matrix.
#
#	machine ARCH		sets what Debian calls it, its compiler's name, how qemu plays it; or fails
#	others			then: the folder of other people's objects for it, whether or not there are any
#	rows ARCH...		the rows of the matrix of these machines, of KERNEL only if that is set
#	build ARCH		builds all that goes into a guest, in build/vm/ARCH

machine() {
	cpu=max accel=tcg console=ttyS0 nocx16='' parameters=nosoftlockup serial=(-serial stdio)
	case $1 in
	x86_64)
		deb=amd64 flavour=cloud-amd64 triplet=x86_64-linux-gnu
		qemu=qemu-system-x86_64 qemu_package=qemu-system-x86 board=(-M q35)
		nocx16=,-cx16 accel=tcg,thread=single # see boot.sh
		;;
	arm64)
		deb=arm64 flavour=cloud-arm64 triplet=aarch64-linux-gnu
		qemu=qemu-system-aarch64 qemu_package=qemu-system-arm board=(-M virt)
		cpu=cortex-a72 console=ttyAMA0
		;;
	armhf)
		deb=armhf flavour=armmp triplet=arm-linux-gnueabihf
		qemu=qemu-system-arm qemu_package=qemu-system-arm board=(-M virt,highmem=off)
		cpu=cortex-a15 console=ttyAMA0
		;;
	s390x)
		deb=s390x flavour=s390x triplet=s390x-linux-gnu
		qemu=qemu-system-s390x qemu_package=qemu-system-misc board=(-M s390-ccw-virtio)
		console=ttysclp0 parameters='' serial=(-chardev stdio,id=c0 -device sclpconsole,chardev=c0)
		;;
	riscv64)
		deb=riscv64 flavour=riscv64 triplet=riscv64-linux-gnu
		qemu=qemu-system-riscv64 qemu_package=qemu-system-misc board=(-M virt)
		cpu=rv64
		;;
	ppc64el)
		deb=ppc64el flavour=powerpc64le-64k triplet=powerpc64le-linux-gnu
		qemu=qemu-system-ppc64 qemu_package=qemu-system-ppc board=(-M pseries)
		cpu=power9 console=hvc0
		;;
	*)
		echo "$0: $1: the machines are x86_64 arm64 armhf s390x riscv64 ppc64el" >&2
		return 1
		;;
	esac
}

others() {
	[ "$deb" = "$(dpkg --print-architecture)" ] && echo build/others || echo "build/others-$deb"
}

rows() {
	grep -v '^#' tests/vm/matrix | awk -v archs="$*" -v kernel="${KERNEL:-}" -F '\t+' '
		index(" " archs " ", " " $1 " ") && (kernel == "" || kernel == $2)'
}

build() ( # what the calling make was told reaches this one through the environment
	unset MAKEFLAGS MAKELEVEL
	case $1 in x86_64 | arm64) machine "$1" && tests/setup.sh others "$deb" || return 1 ;; esac
	machine "$1" && tests/setup.sh vm "$deb" && words=$(tests/vm/cross.sh "$deb") || return 1
	# shellcheck disable=SC2086 # words
	make -j"$(nproc)" $words STATIC=1 O="build/vm/$1" guest
)
