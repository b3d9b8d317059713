# SPDX-License-Identifier: BSD-2-Clause
################################################################################
#
# rawbpf
#
################################################################################

# Config.in says how to put this to use. The sources are where BR2_PACKAGE_RAWBPF_SOURCE says, so there is no
# rawbpf.hash. A site has to be set even if the package is not selected.

RAWBPF_VERSION = 0.1.0
RAWBPF_SITE = $(or $(call qstrip,$(BR2_PACKAGE_RAWBPF_SOURCE)),BR2_PACKAGE_RAWBPF_SOURCE-is-not-set)
RAWBPF_SITE_METHOD = local
RAWBPF_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS = --exclude /build
RAWBPF_LICENSE = BSD-2-Clause
RAWBPF_LICENSE_FILES = LICENSE
RAWBPF_INSTALL_STAGING = YES

# In the environment, not as words of make: STATIC=1 has flags of its own, for size. UNIT_FLAGS= does without
# link-time optimisation, which not every toolchain has; ARCH and O are words of Buildroot, too.
RAWBPF_MAKE = $(TARGET_MAKE_ENV) $(TARGET_CONFIGURE_OPTS) $(MAKE) -C $(@D) PREFIX=/usr UNIT_FLAGS= ARCH= O=build \
	$(if $(BR2_PACKAGE_RAWBPF_STATIC),STATIC=1)

ifeq ($(BR2_PACKAGE_RAWBPF_SAMPLES),y)
ifeq ($(BR2_PACKAGE_LLVM_BPF),y)
RAWBPF_DEPENDENCIES += host-clang
RAWBPF_CLANG = CLANG=$(HOST_DIR)/bin/clang
endif
define RAWBPF_BUILD_SAMPLES
	$(RAWBPF_MAKE) $(RAWBPF_CLANG) progs
endef
define RAWBPF_INSTALL_SAMPLES
	$(INSTALL) -d $(TARGET_DIR)/usr/share/rawbpf
	$(INSTALL) -m 644 $(@D)/build/progs/*.bpf.o $(TARGET_DIR)/usr/share/rawbpf
endef
endif

define RAWBPF_BUILD_CMDS
	$(RAWBPF_MAKE) build/librawbpf.a build/rawbpf
	$(RAWBPF_BUILD_SAMPLES)
endef

define RAWBPF_INSTALL_STAGING_CMDS
	$(RAWBPF_MAKE) install DESTDIR=$(STAGING_DIR)
endef

define RAWBPF_INSTALL_TARGET_CMDS
	$(INSTALL) -D -m 755 $(@D)/build/rawbpf $(TARGET_DIR)/usr/bin/rawbpf
	$(RAWBPF_INSTALL_SAMPLES)
	$(RAWBPF_INSTALL_INIT)
endef

ifeq ($(BR2_PACKAGE_RAWBPF_BOOT_INIT_SCRIPT),y)
define RAWBPF_INSTALL_INIT_SYSV
	$(INSTALL) -D -m 755 $(@D)/src/boot/rawbpf-boot $(TARGET_DIR)/usr/bin/rawbpf-boot
	$(INSTALL) -D -m 755 $(RAWBPF_PKGDIR)/S02rawbpf $(TARGET_DIR)/etc/init.d/S02rawbpf
endef
define RAWBPF_INSTALL_INIT_SYSTEMD
	$(INSTALL) -D -m 755 $(@D)/src/boot/rawbpf-boot $(TARGET_DIR)/usr/bin/rawbpf-boot
	$(INSTALL) -D -m 644 $(@D)/src/boot/systemd/rawbpf.service \
		$(TARGET_DIR)/usr/lib/systemd/system/rawbpf.service
endef
endif

# Buildroot's own /init for a cpio is made only if there is none.
ifeq ($(BR2_PACKAGE_RAWBPF_BOOT_INIT),y)
define RAWBPF_INSTALL_INIT
	ln -sf usr/bin/rawbpf $(TARGET_DIR)/init
endef
endif

define RAWBPF_LINUX_CONFIG_FIXUPS
	$(call KCONFIG_ENABLE_OPT,CONFIG_BPF_SYSCALL)
	$(call KCONFIG_ENABLE_OPT,CONFIG_BPF_JIT)
	$(call KCONFIG_ENABLE_OPT,CONFIG_CGROUPS)
	$(call KCONFIG_ENABLE_OPT,CONFIG_CGROUP_BPF)
	$(call KCONFIG_ENABLE_OPT,CONFIG_PERF_EVENTS)
	$(call KCONFIG_ENABLE_OPT,CONFIG_FTRACE)
	$(call KCONFIG_ENABLE_OPT,CONFIG_FTRACE_SYSCALLS)
	$(call KCONFIG_ENABLE_OPT,CONFIG_KPROBES)
	$(call KCONFIG_ENABLE_OPT,CONFIG_KPROBE_EVENTS)
	$(call KCONFIG_ENABLE_OPT,CONFIG_BPF_EVENTS)
endef

$(eval $(generic-package))
