/* SPDX-License-Identifier: BSD-2-Clause */
/* Kinds of file systems by their number (f_type of statfs), those a BPF loader meets. */
#ifndef __LINUX_MAGIC_H__
#define __LINUX_MAGIC_H__

#define BPF_FS_MAGIC 0xcafe4a11
#define CGROUP_SUPER_MAGIC 0x27e0eb
#define CGROUP2_SUPER_MAGIC 0x63677270
#define TRACEFS_MAGIC 0x74726163
#define DEBUGFS_MAGIC 0x64626720
#define SECURITYFS_MAGIC 0x73636673
#define SYSFS_MAGIC 0x62656572
#define PROC_SUPER_MAGIC 0x9fa0
#define TMPFS_MAGIC 0x01021994
#define RAMFS_MAGIC 0x858458f6
#define NSFS_MAGIC 0x6e736673

#endif /* __LINUX_MAGIC_H__ */
