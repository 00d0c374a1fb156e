// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {IEquityRules} from "../interfaces/IRules.sol";
import {Ruled} from "./Ruled.sol";

/// @notice The rules of equity (ERC-721), for all share classes.
contract EquityFactory is Ruled, IEquityRules {
    /// @notice The campaign waits for exactly so many units of this class.
    error EquityNotAwaited(address face, address campaign, uint256 got, uint256 wanted);
    /// @notice R19: the certificate may not be traded before this second.
    error EquityLocked(uint256 id, uint64 lockedUntil);
    /// @notice Door to door only where the rulebook opens it ("equity-transfers").
    error EquityTransfersClosed();

    constructor(IMarketMaster master) Ruled(master) {}

    /// @inheritdoc IEquityRules
    function checkMint(address face, address to, uint256 units) external view {
        uint256 wanted = ICampaign(to).unitsAwaited(face);
        require(wanted != 0 && units == wanted, EquityNotAwaited(face, to, units, wanted));
    }

    /// @inheritdoc IEquityRules
    function checkMove(address, uint256 id, address, address, uint256, uint64 lockedUntil) external view {
        _requireUnlocked(id, lockedUntil);
        address rulebook = MASTER.running("rulebook");
        require(IRulebook(rulebook).figure("equity-transfers", 0) == 1, EquityTransfersClosed());
    }

    /// @inheritdoc IEquityRules
    function checkEncumber(address, uint256 id, address, uint256, uint64 lockedUntil) external view {
        _requireUnlocked(id, lockedUntil);
    }

    /// @inheritdoc IEquityRules
    function checkDelivery(address, uint256 id, address, address, uint256, uint64 lockedUntil) external view {
        _requireUnlocked(id, lockedUntil);
    }

    function _requireUnlocked(uint256 id, uint64 lockedUntil) private view {
        require(lockedUntil <= block.timestamp, EquityLocked(id, lockedUntil));
    }
}
