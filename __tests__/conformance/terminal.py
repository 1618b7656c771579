"""Runs a program in a terminal of its own: terminal.py '[["what it shows", "what is typed then"], ...]' program words"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

SECONDS = 30

answers = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

# A terminal that nobody has sized is one column wide.
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))

shown = ""
looked_at = 0
until = time.monotonic() + SECONDS
while time.monotonic() < until:
    ready, _, _ = select.select([terminal], [], [], 1)
    if ready:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece.decode("utf-8", "replace")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown[looked_at:])
    if answers and answers[0][0] in plain:
        looked_at = len(shown)
        # A prompt listens only once it has drawn itself.
        time.sleep(0.15)
        os.write(terminal, answers.pop(0)[1].encode())

else:
    os.kill(child, signal.SIGKILL)

_, status = os.waitpid(child, 0)
print(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown))
sys.exit(os.waitstatus_to_exitcode(status))
