"""`make bench`: what the market costs in time, processor, memory and gas, each figure against a baseline that
is measured in the same run, on the same machine, in turns with it.
"""
