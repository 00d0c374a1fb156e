// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterCore} from "./IMasterCore.sol";
import {IMasterOffice} from "./IMasterOffice.sol";

/// @notice The market's data and the promises that guard it. Modules decide, the kernel moves.
/// @dev Amounts of money are sen, amounts of equity whole units, times chain seconds. Functions say who may call them:
/// a door (for itself), a face, the module in force, an instance, or anyone. One address, two halves of code: what every
/// act needs ({IMasterCore}), and the rarer acts upon the tree, the modules and the classes ({IMasterOffice}).
interface IMarketMaster is IMasterCore, IMasterOffice {}
