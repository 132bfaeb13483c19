"""Three engines behind one protocol (`protocol.py`); `choosing.py` says which answers.

None of them knows a kind of document, and no view knows an engine.
"""
