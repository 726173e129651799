import CellModel
