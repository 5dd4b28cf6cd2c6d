# SPDX-License-Identifier: GPL-2.0-or-later
# Nothing yet beyond what the targets install themselves.
