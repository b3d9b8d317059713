/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Helpers with which headers of the kernel's interface declare groups of fields and open-ended
 * arrays.  Ours does not use them; headers of the system that include this one do.
 */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H
#define _UAPI_LINUX_STDDEF_H

#ifndef __always_inline
#define __always_inline __inline__
#endif

#define __struct_group_tag(TAG) TAG

/* The same fields twice in one place: once without a name, once as struct TAG NAME. */
#define __struct_group(TAG, NAME, ATTRS, MEMBERS...)				\
	union {									\
		struct { MEMBERS } ATTRS;					\
		struct __struct_group_tag(TAG) { MEMBERS } ATTRS NAME;		\
	} ATTRS

/* An open-ended array may not be alone in a struct or union; an empty struct before it helps. */
#define __DECLARE_FLEX_ARRAY(TYPE, NAME)					\
	struct {								\
		struct { } __empty_##NAME;					\
		TYPE NAME[];							\
	}

/* Which field holds an array's length: a hint to checking compilers, nothing here. */
#ifndef __counted_by
#define __counted_by(m)
#endif
#ifndef __counted_by_le
#define __counted_by_le(m)
#endif
#ifndef __counted_by_be
#define __counted_by_be(m)
#endif
#ifndef __counted_by_ptr
#define __counted_by_ptr(m)
#endif

#define __kernel_nonstring

#endif /* _LINUX_STDDEF_H */
