/* SPDX-License-Identifier: BSD-2-Clause */
#include "fault.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "test.h"

#include "kernel/request.h"

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct fault *f = (struct fault *)k;
	int err = f->refuse ? f->refuse(r) : 0;

	if (err)
		return err;
	if (r->call != CALL_CLOSE && ++f->seen == f->at) {
		f->hit = true;
		return f->err;
	}
	return rawbpf_kernel()->ask(rawbpf_kernel(), r);
}

const int *fault_errors(void)
{
	static const int errors[] = { -EPERM, -ENOMEM, -EINVAL, 0 };

	return errors + (test_quick() ? 2 : 0);
}

unsigned int fault_step(void)
{
	return test_quick() ? 5 : 1;
}

void fault_init(struct fault *f, unsigned int at, int err)
{
	memset(f, 0, sizeof(*f));
	f->kernel.ask = ask;
	f->at = at;
	f->err = err;
}

int fault_no_links(const struct rawbpf_request *r)
{
	return r->call == CALL_BPF && r->command == BPF_LINK_CREATE ? -EINVAL : 0;
}
