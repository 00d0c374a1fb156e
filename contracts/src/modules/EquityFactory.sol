// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {IEquityRules} from "../interfaces/IRules.sol";
import {Certificate} from "../libraries/Types.sol";
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
    function checkMove(address face, uint256 id, address from, address to, uint256) external view {
        MASTER.requireActive(from);
        MASTER.requireActive(to);
        Certificate memory c = _unlocked(face, id);
        if (c.heldBy != address(0)) return; // an instance delivers what is encumbered to it
        address rulebook = MASTER.running("rulebook");
        require(IRulebook(rulebook).figure("equity-transfers", 0) == 1, EquityTransfersClosed());
    }

    /// @inheritdoc IEquityRules
    function checkEncumber(address face, uint256 id, address, uint256) external view {
        _unlocked(face, id);
    }

    function _unlocked(address face, uint256 id) private view returns (Certificate memory c) {
        c = MASTER.certificateOf(face, id);
        require(c.lockedUntil <= block.timestamp, EquityLocked(id, c.lockedUntil));
    }
}
