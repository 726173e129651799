package enum SimulatedLab {}
